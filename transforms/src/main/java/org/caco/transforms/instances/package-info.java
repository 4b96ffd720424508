/** Further problems of a row: its text with other numbers, and what its program gives for them. */
@NullMarked
package org.caco.transforms.instances;

import org.jspecify.annotations.NullMarked;
