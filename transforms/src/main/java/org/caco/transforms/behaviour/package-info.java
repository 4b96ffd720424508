/** Whether a program is a function of its input: it repeats, and every input has an effect. */
@NullMarked
package org.caco.transforms.behaviour;

import org.jspecify.annotations.NullMarked;
