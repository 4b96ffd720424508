/** How alike two texts are: sentence embeddings by a model that comes with the program. */
package org.caco.transforms.similarity;
