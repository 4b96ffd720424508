/** Runs the pipelines on Google Cloud Dataflow, as a job or as a template. */
package org.caco.runners.dataflow;
