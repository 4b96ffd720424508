package org.caco.transforms.diversity;

import org.apache.beam.sdk.transforms.DoFn;
import org.caco.transforms.step.StepMetrics;

/** Counts what a step of several passes accepts in the end. */
final class AcceptFn<T> extends DoFn<T, T> {
  private static final long serialVersionUID = 1L;

  private final StepMetrics metrics;

  AcceptFn(String step) {
    metrics = new StepMetrics(step);
  }

  @ProcessElement
  public void process(@Element T record, OutputReceiver<T> output) {
    metrics.accepted(0);
    output.output(record);
  }
}
