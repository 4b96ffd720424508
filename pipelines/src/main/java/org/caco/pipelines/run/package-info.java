/** How a graph is run: checks before anything is spent, progress, limits, the report. */
package org.caco.pipelines.run;
