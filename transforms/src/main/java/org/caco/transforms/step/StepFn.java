package org.caco.transforms.step;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.transforms.records.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The DoFn of a step that looks at one record at a time. Whatever {@link #apply} throws becomes a
 * rejection, so a record can neither vanish nor stop the pipeline; only what says nothing of the
 * record fails the bundle, as {@link Rejections#of(String, Throwable, Object)} has it.
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
  private transient @Nullable List<Shared.Lease<?>> leases;

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

  /** Takes a shared resource for as long as this DoFn lives; to be called in {@code @Setup}. */
  protected final <V> V use(Shared.Lease<V> lease) {
    if (leases == null) {
      leases = new ArrayList<>();
    }
    leases.add(lease);
    return lease.get();
  }

  /** Gives back what was taken by {@link #use}. */
  @Teardown
  public final void teardown() {
    if (leases != null) {
      leases.forEach(Shared.Lease::close);
      leases = null;
    }
  }

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
    O result;
    try {
      result = apply(record);
    } catch (Exception | StackOverflowError e) {
      Rejection rejection = Rejections.of(step, e, record);
      metrics.rejected(rejection, System.nanoTime() - start);
      outputs.get(rejected).output(rejection);
      return;
    }
    metrics.accepted(System.nanoTime() - start);
    // Outside the try: what a later, fused step throws is not this step's rejection.
    outputs.get(accepted).output(result);
  }
}
