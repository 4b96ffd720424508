/** Runs the pipelines on Beam's Direct runner, in this process. */
package org.caco.runners.direct;
