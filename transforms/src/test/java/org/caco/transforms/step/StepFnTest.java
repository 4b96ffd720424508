package org.caco.transforms.step;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertRejected;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class StepFnTest {
  static final String STEP = "Answer";

  /** Does what the record says. */
  static final class ObeyFn extends StepFn<String, String> {
    private static final long serialVersionUID = 1L;

    ObeyFn() {
      super(STEP);
    }

    @Override
    protected String apply(String record) throws IOException, InterruptedException {
      return switch (record) {
        case "reject" -> throw new RejectedException("unwanted", "it said " + record);
        case "advance" -> throw new RejectedException("unwanted", "late", "advanced");
        case "check" -> throw new IOException("disk gone");
        case "crash" -> throw new IllegalStateException("odd");
        case "recurse" -> apply(record);
        case "cancel" -> throw new InterruptedException();
        default -> record + "!";
      };
    }
  }

  static StepResult<String> obey(PCollection<String> records) {
    return StepResult.of(records, new ObeyFn(), strings());
  }

  static PCollection<String> records(Pipeline pipeline, String... records) {
    return pipeline.apply(Create.of(List.of(records)).withCoder(StringUtf8Coder.of()));
  }

  @Test
  void whatApplyReturnsIsAccepted(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a", "b"));
    PAssert.that("accepted", result.accepted()).containsInAnyOrder("a!", "b!");
    PAssert.that("rejected", result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void aRejectionHasStepReasonEvidenceAndRecord(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "reject"));
    PAssert.that("rejected", result.rejected())
        .containsInAnyOrder(
            Rejection.newBuilder()
                .setStep(STEP)
                .setReason("unwanted")
                .setEvidence("it said reject")
                .setLine("reject")
                .build());
    pipeline.run();
  }

  @Test
  void aRejectionHoldsTheRecordAsFarAsTheStepGot(TestPipeline pipeline) {
    assertRejected(
        obey(records(pipeline, "advance")),
        rejection -> {
          assertThat(rejection.getLine()).isEqualTo("advanced");
          return null;
        });
    pipeline.run();
  }

  @Test
  void whateverApplyThrowsRejectsThatRecordAlone(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a", "check", "crash", "recurse", "b"));
    PCollection<String> reasons =
        result
            .rejected()
            .apply(MapElements.into(strings()).via(r -> r.getLine() + " " + r.getReason()));
    PAssert.that("accepted", result.accepted()).containsInAnyOrder("a!", "b!");
    PAssert.that("rejected", reasons)
        .containsInAnyOrder(
            "check internal_error", "crash internal_error", "recurse internal_error");
    pipeline.run();
  }

  @Test
  void aCancelledBundleRejectsNothing(TestPipeline pipeline) {
    obey(records(pipeline, "cancel"));
    assertThatThrownBy(pipeline::run).hasRootCauseInstanceOf(CancellationException.class);
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(obey(records(pipeline)));
    pipeline.run();
  }

  @Test
  void equalRecordsAreRecordsOfTheirOwn(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a", "a", "reject", "reject"));
    PCollection<String> reasons =
        result.rejected().apply(MapElements.into(strings()).via(Rejection::getReason));
    PAssert.that("accepted", result.accepted()).containsInAnyOrder("a!", "a!");
    PAssert.that("rejected", reasons).containsInAnyOrder("unwanted", "unwanted");
    pipeline.run();
  }

  @Test
  void whatALaterStepThrowsIsNotThisStepsRejection(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a"));
    result.accepted().apply(MapElements.via(new FailFn()));
    PAssert.that("rejected", result.rejected()).empty();
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(Pipeline.PipelineExecutionException.class)
        .hasMessageContaining("later");
  }

  private static final class FailFn extends SimpleFunction<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(String record) {
      throw new IllegalStateException("later");
    }
  }

  @Test
  void aResultIsMadeOfItsTwoCollections(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a", "reject"));
    StepResult<String> same = StepResult.of(result.accepted(), result.rejected());
    assertThat(same.expand().values())
        .containsExactlyInAnyOrder(result.accepted(), result.rejected());
    pipeline.run();
  }

  @Test
  void bothOutputsHaveTheirCodersBeforeAnythingIsAppliedToThem(TestPipeline pipeline) {
    StepResult<String> result = obey(records(pipeline, "a"));
    assertThat(result.accepted().getCoder()).isEqualTo(StringUtf8Coder.of());
    assertThat(result.rejected().getCoder()).isEqualTo(ProtoCoder.of(Rejection.class));
    pipeline.run();
  }
}
