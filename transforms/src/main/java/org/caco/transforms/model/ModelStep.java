package org.caco.transforms.model;

import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * A step that asks a model about every record: what to ask, and what to make of the replies. Calls,
 * metrics, reasons for rejection and what a retried bundle repeats are those of {@link
 * GenerateText}.
 *
 * @param <I> the type of records
 */
public abstract class ModelStep<I> extends PTransform<PCollection<I>, StepResult<Sample>> {
  private final String step;
  private final ModelConfig model;
  private final PromptTemplate template;
  private final int replies;

  /**
   * A step of the name {@code step}.
   *
   * @param replies how many replies to ask for, each with a seed of its own, at least 1
   */
  protected ModelStep(String step, ModelConfig model, PromptTemplate template, int replies) {
    super(step);
    // A transform does not carry its name to the workers.
    this.step = step;
    this.model = model;
    this.template = template;
    this.replies = replies;
  }

  /**
   * What to ask about a record.
   *
   * @throws RejectedException to reject the record
   */
  public abstract Prompt prompt(I record);

  /**
   * What to make of a record and the replies that came, in the order of their seeds and at least
   * one.
   *
   * @throws RejectedException to reject the record
   */
  protected abstract Sample read(I record, List<Completion> replies);

  /**
   * The same where it matters how many of the replies were cut off, and are not among those that
   * came.
   */
  protected Sample read(I record, List<Completion> replies, int truncated) {
    return read(record, replies);
  }

  /**
   * What is wrong with the form of a reply, in a sentence for the model, which is then asked once
   * more; empty if nothing is, or asking again is of no use. Null, the default, for steps that take
   * replies as they are, empty ones too.
   */
  protected @Nullable SerializableFunction<Completion, String> complaint() {
    return null;
  }

  protected final String step() {
    return step;
  }

  protected final ModelConfig model() {
    return model;
  }

  protected final PromptTemplate template() {
    return template;
  }

  protected final int replies() {
    return replies;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(model).add(DisplayData.item("replies", replies));
  }

  @Override
  public final StepResult<Sample> expand(PCollection<I> records) {
    // Not applied: it would be one more level of names.
    GenerateText<I, Sample> ask =
        GenerateText.of(
                step,
                model,
                TypeDescriptor.of(Sample.class),
                this::prompt,
                (I record, Replies replies) -> read(record, replies, replies.truncated()))
            .withSamples(replies);
    SerializableFunction<Completion, String> complaint = complaint();
    return (complaint == null ? ask : ask.withRepairs(complaint)).expand(records);
  }
}
