package org.caco.transforms.step;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.transforms.records.Rejection;

/**
 * The DoFn of a step that looks at one record at a time. Whatever {@link #apply} throws becomes a
 * rejection, so a record can neither vanish nor stop the pipeline.
 *
 * @param <I> the type of records
 * @param <O> the type of accepted records
 */
public abstract class StepFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1L;

  private final String step;
  private final StepMetrics metrics;
  private final TupleTag<O> accepted = new TupleTag<>("accepted");
  private final TupleTag<Rejection> rejected = new TupleTag<>("rejected");

  /**
   * @param step the step's name, as the report shows it
   */
  protected StepFn(String step) {
    this.step = step;
    this.metrics = new StepMetrics(step);
  }

  /**
   * The accepted record.
   *
   * @throws RejectedException to reject the record
   */
  protected abstract O apply(I record) throws Exception;

  final TupleTag<O> acceptedTag() {
    return accepted;
  }

  final TupleTag<Rejection> rejectedTag() {
    return rejected;
  }

  /** Sends the record to one of the two outputs. */
  @ProcessElement
  public void process(@Element I record, MultiOutputReceiver outputs) {
    long start = System.nanoTime();
    O result = null;
    Rejection rejection = null;
    try {
      result = apply(record);
    } catch (Exception | StackOverflowError e) {
      rejection = Rejections.of(step, e, record);
    }
    long nanos = System.nanoTime() - start;
    // Outside the try: what a later, fused step throws is not this step's rejection.
    if (rejection == null) {
      metrics.accepted(nanos);
      outputs.get(accepted).output(result);
    } else {
      metrics.rejected(nanos);
      outputs.get(rejected).output(rejection);
    }
  }
}
