/** Measures how many problems with known answers a model solves. */
@NullMarked
package org.caco.transforms.evaluate;

import org.jspecify.annotations.NullMarked;
