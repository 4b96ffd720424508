/** How a graph is run: checks before anything is spent, progress, limits, the report. */
@NullMarked
package org.caco.pipelines.run;

import org.jspecify.annotations.NullMarked;
