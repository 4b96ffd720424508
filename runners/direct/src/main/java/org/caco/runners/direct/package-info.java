/** Runs the pipelines on Beam's Direct runner, in this process. */
@NullMarked
package org.caco.runners.direct;

import org.jspecify.annotations.NullMarked;
