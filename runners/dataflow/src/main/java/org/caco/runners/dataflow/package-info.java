/** Runs the pipelines on Google Cloud Dataflow, as a job or as a template. */
@NullMarked
package org.caco.runners.dataflow;

import org.jspecify.annotations.NullMarked;
