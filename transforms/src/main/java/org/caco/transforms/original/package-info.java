/** Seeds as rows of the dataset: their own problems with the solutions they were published with. */
@NullMarked
package org.caco.transforms.original;

import org.jspecify.annotations.NullMarked;
