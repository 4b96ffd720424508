package org.caco.transforms.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.model.GenerateText.Settings;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.Shared;
import org.caco.transforms.step.StepMetrics;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has the calls for each record made and read, many at once.
 *
 * @param <I> the type of records
 * @param <O> the type of accepted records
 */
final class CallModelFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1L;

  /** Where a record goes: one of the two is null. */
  private record Outcome<O>(@Nullable O accepted, @Nullable Rejection rejection) {}

  private final Settings<I, O> settings;
  private final StepMetrics stepMetrics;
  private final ModelMetrics modelMetrics;
  final TupleTag<O> accepted = new TupleTag<>("accepted");
  final TupleTag<Rejection> rejected = new TupleTag<>("rejected");

  private transient Shared.@Nullable Lease<ModelClient> lease;
  // Of one bundle. What a bundle that failed has left behind must not reach the next.
  private transient Bundle bundle;
  private transient BlockingQueue<Pending<I>> finished;
  private transient List<Pending<I>> late;
  private transient int open;

  CallModelFn(Settings<I, O> settings) {
    this.settings = settings;
    stepMetrics = new StepMetrics(settings.step());
    modelMetrics = new ModelMetrics(settings.step(), settings.config());
  }

  @Override
  public TypeDescriptor<O> getOutputTypeDescriptor() {
    return settings.type();
  }

  @Setup
  public void setup() {
    lease = ModelClient.acquire(settings.config());
  }

  private ModelClient client() {
    return Objects.requireNonNull(lease, "not set up").get();
  }

  @StartBundle
  public void startBundle() {
    cancelBundle();
    client().refresh();
    bundle = new Bundle();
    finished = new LinkedBlockingQueue<>();
    late = new ArrayList<>();
    open = 0;
  }

  @ProcessElement
  public void process(
      @Element I record,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      MultiOutputReceiver outputs)
      throws InterruptedException, IOException {
    Pending<I> pending = new Pending<>(record, window, timestamp, settings.samples());
    Outcome<O> failed = ask(pending);
    if (failed == null) {
      submit(pending);
    } else {
      emit(failed, outputs);
    }
    for (Pending<I> done = finished.poll(); done != null; done = finished.poll()) {
      open--;
      if (askMore(done)) {
        continue;
      }
      // Beam takes only outputs of the window and time at hand; the rest waits for the end.
      if (done.window().equals(window) && done.timestamp().equals(timestamp)) {
        emit(settle(done), outputs);
      } else {
        late.add(done);
      }
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws InterruptedException, IOException {
    for (Pending<I> done : late) {
      emit(settle(done), done, context);
    }
    late.clear();
    while (open > 0) {
      Pending<I> done = finished.take();
      open--;
      if (!askMore(done)) {
        emit(settle(done), done, context);
      }
    }
    // The runner commits the bundle after this: what it paid for must not be lost then.
    client().flush();
  }

  /** After a bundle that failed or was cancelled, what is still queued for it is not sent. */
  @Teardown
  public void teardown() {
    cancelBundle();
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  private void cancelBundle() {
    if (bundle != null) {
      client().cancel(bundle);
    }
  }

  /** Prepares the requests; what it returns, if not null, is the end of the record. */
  private @Nullable Outcome<O> ask(Pending<I> pending) {
    try {
      Prompt prompt = settings.prompt().apply(pending.record());
      pending.prepare(settings.config(), prompt);
      return null;
    } catch (Exception | StackOverflowError e) {
      Rejection rejection = Rejections.of(settings.step(), e, pending.record());
      stepMetrics.rejected(rejection, pending.nanos());
      return new Outcome<>(null, rejection);
    }
  }

  private void submit(Pending<I> pending) throws InterruptedException, IOException {
    open++;
    pending.ask(client(), bundle, finished);
  }

  private boolean askMore(Pending<I> pending) throws InterruptedException, IOException {
    return askLonger(pending) || askForRepairs(pending);
  }

  /** Asks once more for what was cut off, if that is wanted; false where nothing is asked. */
  private boolean askLonger(Pending<I> pending) throws InterruptedException, IOException {
    if (!settings.config().retryTruncated()) {
      return false;
    }
    int[] samples = pending.truncated();
    if (samples.length == 0) {
      return false;
    }
    Optional<ModelConfig> longer = settings.config().longer();
    if (longer.isEmpty()) {
      return false;
    }
    for (int sample : samples) {
      // It was paid for.
      modelMetrics.count(pending.result(sample));
    }
    open++;
    pending.askAgain(samples, longer.get(), client(), bundle, finished);
    return true;
  }

  /** Asks once more for what cannot be read; false where nothing is asked. */
  private boolean askForRepairs(Pending<I> pending) throws InterruptedException, IOException {
    List<Integer> samples = new ArrayList<>();
    for (int i = 0; i < pending.samples(); i++) {
      boolean may = pending.repairs(i) < settings.config().repairReplies();
      String wrong = may ? complaint(pending.request(i), pending.result(i)) : "";
      if (!wrong.isEmpty()) {
        modelMetrics.count(pending.result(i));
        modelMetrics.repairs();
        pending.repair(i, wrong, settings.config());
        samples.add(i);
      }
    }
    if (samples.isEmpty()) {
      return false;
    }
    open++;
    pending.askForRepairs(samples, client(), bundle, finished);
    return true;
  }

  /** What a model may be told that is wrong with its reply; empty if nothing is. */
  private String complaint(ModelRequest request, CallResult result) {
    if (settings.complaint() == null || result.response() == null || !Repair.isPossible(request)) {
      return "";
    }
    if (result.failure() != null) {
      return result.failure().reason().equals(CallFailure.EMPTY) ? Repair.EMPTY : "";
    }
    try {
      return settings.complaint().apply(request.completion(result.response()));
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever it is, the parser will say it.
      return "";
    }
  }

  private void count(Pending<I> pending, int sample) {
    CallResult result = pending.result(sample);
    modelMetrics.count(result);
    if (pending.repairs(sample) > 0
        && result.failure() == null
        && complaint(pending.request(sample), result).isEmpty()) {
      modelMetrics.repaired();
    }
  }

  private Outcome<O> settle(Pending<I> pending) {
    List<Completion> completions = new ArrayList<>();
    List<ModelCall> calls = new ArrayList<>();
    @Nullable CallFailure failure = null;
    int truncated = 0;
    for (int i = 0; i < pending.samples(); i++) {
      count(pending, i);
      for (Pending.Answer answer : pending.answers(i)) {
        if (answer.result().response() != null) {
          calls.add(answer.request().call(answer.result().response()));
        }
      }
      Pending.Answer answer = pending.best(i);
      CallResult result = answer.result();
      truncated += result.isTruncated() ? 1 : 0;
      if (result.response() != null && result.failure() == null) {
        completions.add(answer.request().completion(result.response()));
      }
      if (failure == null || (result.failure() != null && result.failure().limit() != null)) {
        failure = result.failure();
      }
    }
    @Nullable O accepted = null;
    @Nullable Rejection rejection = null;
    try {
      // What a limit has cut short is no whole record: a later run makes it with all its samples.
      if (failure != null && (completions.isEmpty() || failure.limit() != null)) {
        throw new RejectedException(failure.reason(), failure.evidence());
      }
      accepted =
          Objects.requireNonNull(
              settings.parser().apply(pending.record(), new Replies(completions, truncated)),
              "the parser returned null");
    } catch (Exception | StackOverflowError e) {
      rejection =
          Rejections.of(settings.step(), e, pending.record()).toBuilder()
              .addAllCalls(calls)
              .build();
    }
    long nanos = pending.nanos();
    if (rejection == null) {
      stepMetrics.accepted(nanos);
    } else {
      stepMetrics.rejected(rejection, nanos);
    }
    return new Outcome<>(accepted, rejection);
  }

  private void emit(Outcome<O> outcome, MultiOutputReceiver outputs) {
    if (outcome.rejection() != null) {
      outputs.get(rejected).output(outcome.rejection());
    } else {
      outputs.get(accepted).output(Objects.requireNonNull(outcome.accepted()));
    }
  }

  private void emit(Outcome<O> outcome, Pending<I> pending, FinishBundleContext context) {
    BoundedWindow window = pending.window();
    if (outcome.rejection() != null) {
      context.output(rejected, outcome.rejection(), pending.timestamp(), window);
    } else {
      O whole = Objects.requireNonNull(outcome.accepted());
      context.output(accepted, whole, pending.timestamp(), window);
    }
  }
}
