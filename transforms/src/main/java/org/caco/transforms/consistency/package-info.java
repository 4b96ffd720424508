/** Checks that problem, solution and program agree. */
@NullMarked
package org.caco.transforms.consistency;

import org.jspecify.annotations.NullMarked;
