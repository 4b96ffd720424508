package org.caco.transforms.model;

import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.step.Rebundle;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

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

  /**
   * All that there is to set.
   *
   * @param complaint what is wrong with a reply, in a sentence for the model; empty if nothing is
   */
  record Settings<I, O>(
      String step,
      ModelConfig config,
      int samples,
      TypeDescriptor<O> type,
      SerializableFunction<I, Prompt> prompt,
      SerializableBiFunction<I, ? super Replies, O> parser,
      @Nullable SerializableFunction<Completion, String> complaint)
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
            Objects.requireNonNull(parser),
            null));
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
        new Settings<>(s.step, s.config, samples, s.type, s.prompt, s.parser, s.complaint));
  }

  /**
   * Asks once more for a reply whose form is wrong, and for one that is empty, as often as {@link
   * ModelConfig#repairReplies} says: the model is shown its reply and what is wrong with it. Where
   * no other reply comes, the parser gets the first one. A text to continue is not asked for again.
   * Default: nothing is asked for once more.
   *
   * @param complaint what is wrong with the form of a reply, in a sentence for the model; empty if
   *     nothing is. It runs on the bundle's thread, and depends on nothing but the reply
   */
  public GenerateText<I, O> withRepairs(SerializableFunction<Completion, String> complaint) {
    Settings<I, O> s = settings;
    return new GenerateText<>(
        new Settings<>(s.step, s.config, s.samples, s.type, s.prompt, s.parser, complaint));
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
}
