/** Runs the pipelines on Apache Flink, in this process or on a cluster. */
@NullMarked
package org.caco.runners.flink;

import org.jspecify.annotations.NullMarked;
