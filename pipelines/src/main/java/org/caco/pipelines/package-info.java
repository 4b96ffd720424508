/** The command line, the graphs made of the steps, their options and the report of a run. */
package org.caco.pipelines;
