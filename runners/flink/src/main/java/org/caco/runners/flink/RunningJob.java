package org.caco.runners.flink;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.jspecify.annotations.Nullable;

/**
 * Holds on to the job that this process has started. Beam waits inside Flink until a batch job has
 * ended, so a listener that Flink makes by its class name is the only way to reach it before.
 */
public final class RunningJob implements JobListener {
  private static volatile @Nullable JobClient current;

  /** The job that runs, or null. */
  static @Nullable JobClient current() {
    return current;
  }

  @Override
  public void onJobSubmitted(@Nullable JobClient client, @Nullable Throwable failure) {
    current = client;
  }

  @Override
  public void onJobExecuted(@Nullable JobExecutionResult result, @Nullable Throwable failure) {
    current = null;
  }
}
