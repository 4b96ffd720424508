package org.caco.transforms.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;

/** What tests of steps say of the two outputs of a step. It is checked when the pipeline runs. */
public final class StepAssert {
  /** Stands for a reason where a record is accepted. */
  public static final String ACCEPTED = "accepted";

  private StepAssert() {}

  /**
   * Exactly the samples with these ids came out, each once, accepted or rejected for this reason.
   *
   * @param outcomes {@link #ACCEPTED} or a reason, by the id of the seed of the sample, or else its
   *     position, or else its id
   */
  public static void assertOutcomes(StepResult<Sample> result, Map<String, String> outcomes) {
    List<KV<String, String>> accepted = new ArrayList<>();
    List<KV<String, String>> rejected = new ArrayList<>();
    outcomes.forEach(
        (id, outcome) -> (outcome.equals(ACCEPTED) ? accepted : rejected).add(KV.of(id, outcome)));
    PCollection<KV<String, String>> acceptedIds =
        result
            .accepted()
            .apply(
                "OutcomesAccepted",
                MapElements.into(
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.strings()))
                    .via(sample -> KV.of(id(sample), ACCEPTED)));
    PCollection<KV<String, String>> rejectedIds =
        result
            .rejected()
            .apply(
                "OutcomesRejected",
                MapElements.into(
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.strings()))
                    .via(
                        rejection ->
                            KV.of(
                                rejection.hasSeed()
                                    ? rejection.getSeed().getId()
                                    : id(rejection.getSample()),
                                rejection.getReason())));
    PAssert.that("accepted", acceptedIds).containsInAnyOrder(accepted);
    PAssert.that("rejected", rejectedIds).containsInAnyOrder(rejected);
  }

  /** One record was accepted and none rejected; {@code check} looks at it. */
  public static <T> void assertAccepted(StepResult<T> result, SerializableFunction<T, Void> check) {
    assertNoneRejected(result);
    PAssert.that("accepted", result.accepted())
        .satisfies(
            records -> {
              assertThat(records).hasSize(1);
              return check.apply(records.iterator().next());
            });
  }

  /** One record was rejected and none accepted; {@code check} looks at the rejection. */
  public static <T> void assertRejected(
      StepResult<T> result, SerializableFunction<Rejection, Void> check) {
    PAssert.that("accepted", result.accepted()).empty();
    PAssert.that("rejected", result.rejected())
        .satisfies(
            rejections -> {
              assertThat(rejections).hasSize(1);
              return check.apply(rejections.iterator().next());
            });
  }

  /** Nothing came out on either side. */
  public static void assertNothing(StepResult<?> result) {
    PAssert.that("accepted", result.accepted()).empty();
    PAssert.that("rejected", result.rejected()).empty();
  }

  private static String id(Sample sample) {
    if (sample.hasSeed()) {
      return sample.getSeed().getId();
    }
    return sample.getPosition() > 0 ? Long.toString(sample.getPosition()) : sample.getId();
  }

  private static void assertNoneRejected(StepResult<?> result) {
    PAssert.that("rejected", result.rejected())
        .satisfies(
            rejections -> {
              assertThat(rejections).isEmpty();
              return null;
            });
  }
}
