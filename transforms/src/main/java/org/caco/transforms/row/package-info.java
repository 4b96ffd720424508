/** The last look at a row before it is written. */
@NullMarked
package org.caco.transforms.row;

import org.jspecify.annotations.NullMarked;
