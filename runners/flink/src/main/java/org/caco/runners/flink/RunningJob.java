package org.caco.runners.flink;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;

/**
 * Holds on to the job that this process has started. Beam waits inside Flink until a batch job has
 * ended, so a listener that Flink makes by its class name is the only way to reach it before.
 */
public final class RunningJob implements JobListener {
  private static volatile JobClient current;

  /** The job that runs, or null. */
  static JobClient current() {
    return current;
  }

  @Override
  public void onJobSubmitted(JobClient client, Throwable failure) {
    current = client;
  }

  @Override
  public void onJobExecuted(JobExecutionResult result, Throwable failure) {
    current = null;
  }
}
