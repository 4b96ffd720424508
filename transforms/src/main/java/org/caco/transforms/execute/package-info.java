/** Runs programs in the sandbox. */
@NullMarked
package org.caco.transforms.execute;

import org.jspecify.annotations.NullMarked;
