/** Writes the natural-language problem that belongs to a program. */
@NullMarked
package org.caco.transforms.problem;

import org.jspecify.annotations.NullMarked;
