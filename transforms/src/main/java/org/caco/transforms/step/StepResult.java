package org.caco.transforms.step;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.NameUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Rejection;

/**
 * The two outputs of every step: each record that went in comes out as one accepted record or as
 * one rejection, never both, never neither.
 *
 * @param <T> the type of accepted records
 */
public final class StepResult<T> implements POutput {
  private final TupleTag<T> acceptedTag;
  private final TupleTag<Rejection> rejectedTag;
  private final PCollection<T> accepted;
  private final PCollection<Rejection> rejected;

  private StepResult(
      TupleTag<T> acceptedTag,
      PCollection<T> accepted,
      TupleTag<Rejection> rejectedTag,
      PCollection<Rejection> rejected) {
    this.acceptedTag = acceptedTag;
    this.accepted = accepted;
    this.rejectedTag = rejectedTag;
    this.rejected = rejected;
  }

  /** A result made of two collections of one pipeline. */
  public static <T> StepResult<T> of(PCollection<T> accepted, PCollection<Rejection> rejected) {
    return new StepResult<>(new TupleTag<>() {}, accepted, new TupleTag<>() {}, rejected);
  }

  /**
   * Applies {@code fn} to every record of {@code input}, under the name of its class.
   *
   * @param type the type of accepted records
   */
  public static <I, O> StepResult<O> of(
      PCollection<I> input, StepFn<I, O> fn, TypeDescriptor<O> type) {
    return of(input, fn, fn.acceptedTag(), fn.rejectedTag(), type);
  }

  /** Applies a DoFn that writes to the two tags by itself, under the name of its class. */
  public static <I, O> StepResult<O> of(
      PCollection<I> input,
      DoFn<I, O> fn,
      TupleTag<O> acceptedTag,
      TupleTag<Rejection> rejectedTag,
      TypeDescriptor<O> type) {
    PCollectionTuple outputs =
        input.apply(
            NameUtils.approximateSimpleName(fn),
            ParDo.of(fn).withOutputTags(acceptedTag, TupleTagList.of(rejectedTag)));
    return new StepResult<>(
        acceptedTag,
        typed(outputs.get(acceptedTag), type),
        rejectedTag,
        typed(outputs.get(rejectedTag), TypeDescriptor.of(Rejection.class)));
  }

  /**
   * Sets type and coder. The tags do not know the type, so Beam has tried in vain to infer a coder
   * by now, and tries again only when a transform is applied.
   */
  private static <T> PCollection<T> typed(PCollection<T> output, TypeDescriptor<T> type) {
    output.setTypeDescriptor(type);
    try {
      output.setCoder(output.getPipeline().getCoderRegistry().getCoder(type));
    } catch (CannotProvideCoderException e) {
      // A type of the user's own: the user sets its coder.
      return output;
    }
    return output;
  }

  /** The records that the step passes on. */
  public PCollection<T> accepted() {
    return accepted;
  }

  /** The records that the step does not pass on, each with its reason. */
  public PCollection<Rejection> rejected() {
    return rejected;
  }

  @Override
  public Pipeline getPipeline() {
    return accepted.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(acceptedTag, accepted, rejectedTag, rejected);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
