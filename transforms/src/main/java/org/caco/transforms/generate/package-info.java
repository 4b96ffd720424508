/** Has a code model write new programs. */
@NullMarked
package org.caco.transforms.generate;

import org.jspecify.annotations.NullMarked;
