/** How alike two texts are: sentence embeddings by a model that comes with the program. */
@NullMarked
package org.caco.transforms.similarity;

import org.jspecify.annotations.NullMarked;
