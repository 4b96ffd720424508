/** Rules that a program must keep. */
@NullMarked
package org.caco.transforms.rules;

import org.jspecify.annotations.NullMarked;
