/** Runs the pipelines on Apache Flink, in this process or on a cluster. */
package org.caco.runners.flink;
