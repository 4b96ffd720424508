/** Plants mistakes into right samples, and counts how many the checks let through. */
package org.caco.pipelines.calibrate;
