package org.caco.transforms.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.Rebundle;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.Shared;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.joda.time.Instant;

/**
 * Asks a model about every record: the one transform through which every role calls a model.
 *
 * <pre>{@code
 * StepResult<Answer> answers =
 *     questions.apply(
 *         GenerateText.of(
 *             "Solve",
 *             ModelConfig.of("solve", "http://host:8000", "m"),
 *             TypeDescriptor.of(Answer.class),
 *             (Question question) -> new Prompt(template.render(question.values()), question.seed()),
 *             (question, completions) -> new Answer(completions.get(0).text())));
 * }</pre>
 *
 * <p>Accepted is what the parser makes of a record and the completions that arrived, in the order
 * of the samples. A record none of whose samples arrived is rejected with the first sample's
 * reason, and a record any of whose samples was not asked for because of a limit as {@code
 * not_run}:
 *
 * <ul>
 *   <li>{@code endpoint_unreachable}: no connection;
 *   <li>{@code connection_broken}: the connection ended before the response did;
 *   <li>{@code timeout}: no whole response within {@link ModelConfig#timeout};
 *   <li>{@code http_NNN}: status NNN; 408, 425, 429 and 5xx after all attempts, others at once;
 *   <li>{@code bad_response}: no completion in the body: invalid UTF-8 or JSON, an HTML page, wrong
 *       types, no choice, more choices than were asked for or none for this sample;
 *   <li>{@code reply_too_long}: more characters than {@link ModelConfig#maxReplyCharacters}, or
 *       more bytes than so many can take;
 *   <li>{@code error_response}: status 200 with an error in the body;
 *   <li>{@code generation_failed}: the response's finish_reason says that something broke (error,
 *       abort), or is one that is not known;
 *   <li>{@code truncated}: the response's finish_reason says that a limit was reached (length,
 *       max_tokens, model_length), with {@link ModelConfig#retryTruncated} that of the second
 *       request; or its reasoning does not end;
 *   <li>{@code content_filter}: the response's finish_reason says so (content_filter, SAFETY);
 *   <li>{@code refused}: the response holds a refusal, or its finish_reason says so;
 *   <li>{@code tool_calls}: the model called a tool instead;
 *   <li>{@code control_token}: a token of chats, such as {@code <|im_start|>}, is within the text,
 *       or a control character;
 *   <li>{@code mixed_reasoning}: it cannot be told what is text and what is reasoning;
 *   <li>{@code empty_response}: the response holds no text;
 *   <li>{@code not_run}: one of the {@link Limits} was reached before the request was sent;
 *   <li>{@code not_in_journal}: {@link ModelConfig#journalOnly} is set, and the journal has no
 *       response;
 *   <li>{@code key_missing}: the endpoint's key is not where the configuration says.
 * </ul>
 *
 * <p>Besides, a record is rejected with the reason that the prompt or the parser gave in a {@link
 * RejectedException}, or {@code internal_error} where they failed otherwise. Rejections carry the
 * calls that were answered.
 *
 * <p>A completion's text is what the model says at the end of its reasoning, without tokens of
 * chats; the reasoning is beside it.
 *
 * <p>The first six reasons, {@code error_response} and {@code generation_failed} come after {@link
 * ModelConfig#maxAttempts} attempts. Calls of a bundle overlap, and finished ones are emitted while
 * others are under way. When a runner retries a bundle, its calls are made again, unless {@link
 * ModelConfig#journal} names a directory: then every response is there before the bundle ends, and
 * after two seconds at the latest, and no request is sent whose response is there. A bundle fails
 * if the journal cannot be written. Metrics: {@link StepMetrics} and {@link ModelMetrics}.
 *
 * @param <I> the type of records
 * @param <O> the type of accepted records
 */
public final class GenerateText<I, O> extends PTransform<PCollection<I>, StepResult<O>> {
  private static final long serialVersionUID = 1L;

  private final Settings<I, O> settings;

  private record Settings<I, O>(
      String step,
      ModelConfig config,
      int samples,
      TypeDescriptor<O> type,
      SerializableFunction<I, Prompt> prompt,
      SerializableBiFunction<I, ? super Replies, O> parser)
      implements Serializable {}

  private GenerateText(Settings<I, O> settings) {
    super(settings.step());
    this.settings = settings;
  }

  /**
   * Asks for one sample a record.
   *
   * @param step the step's name, as the report shows it
   * @param type of accepted records
   * @param prompt what to ask about a record. It runs on the bundle's thread and may reject the
   *     record
   * @param parser what to make of a record and its completions, which are at least one and in the
   *     order of the samples. It runs on the bundle's thread and may reject the record
   */
  public static <I, O> GenerateText<I, O> of(
      String step,
      ModelConfig config,
      TypeDescriptor<O> type,
      SerializableFunction<I, Prompt> prompt,
      SerializableBiFunction<I, ? super Replies, O> parser) {
    return new GenerateText<>(
        new Settings<>(
            Objects.requireNonNull(step),
            Objects.requireNonNull(config),
            1,
            Objects.requireNonNull(type),
            Objects.requireNonNull(prompt),
            Objects.requireNonNull(parser)));
  }

  /**
   * Asks for so many samples, each with a seed of its own, in requests for {@link
   * ModelConfig#samplesPerRequest} of them. The first one's tokens of the prompt are those of its
   * request, and the others have none. Default 1.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public GenerateText<I, O> withSamples(int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be positive, is " + samples);
    }
    Settings<I, O> s = settings;
    return new GenerateText<>(
        new Settings<>(s.step, s.config, samples, s.type, s.prompt, s.parser));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(settings.config).add(DisplayData.item("samples", settings.samples));
  }

  @Override
  public StepResult<O> expand(PCollection<I> input) {
    CallModelFn<I, O> fn = new CallModelFn<>(settings);
    StepResult<O> called =
        StepResult.of(
            input.apply("Spread", Rebundle.spread()), fn, fn.accepted, fn.rejected, settings.type);
    // What follows must not run on the thread that keeps the endpoint busy.
    return StepResult.of(
        called
            .accepted()
            .apply("Reshuffle accepted", Rebundle.detach())
            .setTypeDescriptor(settings.type),
        called.rejected().apply("Reshuffle rejected", Rebundle.detach()));
  }

  /** Where a record goes: one of the two is null. */
  private record Outcome<O>(O accepted, Rejection rejection) {}

  private static final class CallModelFn<I, O> extends DoFn<I, O> {
    private static final long serialVersionUID = 1L;

    private final Settings<I, O> settings;
    private final StepMetrics stepMetrics;
    private final ModelMetrics modelMetrics;
    private final TupleTag<O> accepted = new TupleTag<>("accepted");
    private final TupleTag<Rejection> rejected = new TupleTag<>("rejected");

    private transient Shared.Lease<ModelClient> client;
    // Of one bundle. What a bundle that failed has left behind must not reach the next.
    private transient Bundle bundle;
    private transient BlockingQueue<Pending<I>> finished;
    private transient List<Pending<I>> late;
    private transient int open;

    private CallModelFn(Settings<I, O> settings) {
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
      client = ModelClient.acquire(settings.config());
    }

    @StartBundle
    public void startBundle() {
      cancelBundle();
      client.get().refresh();
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
        if (askLonger(done)) {
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
        if (!askLonger(done)) {
          emit(settle(done), done, context);
        }
      }
      // The runner commits the bundle after this: what it paid for must not be lost then.
      client.get().flush();
    }

    /** After a bundle that failed or was cancelled, what is still queued for it is not sent. */
    @Teardown
    public void teardown() {
      cancelBundle();
      if (client != null) {
        client.close();
        client = null;
      }
    }

    private void cancelBundle() {
      if (bundle != null) {
        client.get().cancel(bundle);
      }
    }

    /** Prepares the requests; what it returns, if not null, is the end of the record. */
    private Outcome<O> ask(Pending<I> pending) {
      try {
        Prompt prompt = settings.prompt().apply(pending.record());
        pending.prepare(settings.config(), prompt);
        return null;
      } catch (Exception | StackOverflowError e) {
        stepMetrics.rejected(pending.nanos());
        return new Outcome<>(null, Rejections.of(settings.step(), e, pending.record()));
      }
    }

    private void submit(Pending<I> pending) throws InterruptedException, IOException {
      open++;
      pending.ask(client.get(), bundle, finished);
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
      pending.askAgain(samples, longer.get(), client.get(), bundle, finished);
      return true;
    }

    private Outcome<O> settle(Pending<I> pending) {
      List<Completion> completions = new ArrayList<>();
      List<ModelCall> calls = new ArrayList<>();
      CallFailure failure = null;
      int truncated = 0;
      for (int i = 0; i < pending.samples(); i++) {
        CallResult result = pending.result(i);
        modelMetrics.count(result);
        truncated += result.isTruncated() ? 1 : 0;
        ModelResponse response = result.response();
        if (response != null) {
          ModelCall call =
              pending.request(i).call().toBuilder()
                  .setFinishReason(response.finishReason())
                  .setInputTokens(response.inputTokens())
                  .setOutputTokens(response.outputTokens())
                  .build();
          calls.add(call);
          if (result.failure() == null) {
            ReplyText reply = response.reply();
            completions.add(new Completion(reply.text(), reply.reasoning(), call));
          }
        }
        if (failure == null || (result.failure() != null && result.failure().limit() != null)) {
          failure = result.failure();
        }
      }
      O accepted = null;
      Rejection rejection = null;
      try {
        // What a limit has cut short is no whole record: a later run makes it with all its samples.
        if (completions.isEmpty() || (failure != null && failure.limit() != null)) {
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
        stepMetrics.rejected(nanos);
      }
      return new Outcome<>(accepted, rejection);
    }

    private void emit(Outcome<O> outcome, MultiOutputReceiver outputs) {
      if (outcome.rejection() == null) {
        outputs.get(accepted).output(outcome.accepted());
      } else {
        outputs.get(rejected).output(outcome.rejection());
      }
    }

    private void emit(Outcome<O> outcome, Pending<I> pending, FinishBundleContext context) {
      if (outcome.rejection() == null) {
        context.output(accepted, outcome.accepted(), pending.timestamp(), pending.window());
      } else {
        context.output(rejected, outcome.rejection(), pending.timestamp(), pending.window());
      }
    }
  }
}
