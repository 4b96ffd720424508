/** Plants mistakes into right samples, and counts how many the checks let through. */
@NullMarked
package org.caco.pipelines.calibrate;

import org.jspecify.annotations.NullMarked;
