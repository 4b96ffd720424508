/** Solves problems from their text alone. */
@NullMarked
package org.caco.transforms.solve;

import org.jspecify.annotations.NullMarked;
