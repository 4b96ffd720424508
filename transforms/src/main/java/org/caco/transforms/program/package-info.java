/** Programs in the unified form, as models write them. */
@NullMarked
package org.caco.transforms.program;

import org.jspecify.annotations.NullMarked;
