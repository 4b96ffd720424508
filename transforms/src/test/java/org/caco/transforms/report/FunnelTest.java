package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
class FunnelTest {
  @TempDir Path directory;

  @Test
  void writesWhatEveryStepTookPassedOnAndRejected(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> numbers = numbers(pipeline, 1, 2, 3, 3, 4, 5, 6);
    PCollection<Integer> read =
        funnel.addSource("Read", StepResult.of(numbers, one(pipeline, "unreadable")));
    PCollection<Integer> odd = funnel.add("Halve", read, reject(read, "Halve", 2, "even"));
    funnel.add("Third", odd, reject(odd, "Third", 3, "threefold"));
    funnel.write(directory.toString(), Map.of("runner", "direct"));
    pipeline.run().waitUntilFinish();

    assertThat(summary().toString())
        .isEqualTo(
            ("{'steps':["
                    + "{'name':'Read','in':8,'accepted':7,'rejected':{'unreadable':1}},"
                    + "{'name':'Halve','in':7,'accepted':4,'rejected':{'even':3}},"
                    + "{'name':'Third','in':4,'accepted':2,'rejected':{'threefold':2}}],"
                    + "'runner':'direct'}")
                .replace('\'', '"'));
  }

  @Test
  void countsByBenchmarkBesideTheSteps(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> rows = numbers(pipeline, 1, 2, 3);
    funnel.addSource("Read", StepResult.of(rows, one(pipeline, "unreadable")));
    funnel.tally("rows", rows, number -> number == 3 ? "b" : "a");
    funnel.tally("seeds", rows.apply(Filter.lessThan(2)), number -> "a");
    funnel.write(directory.toString(), Map.of());
    pipeline.run().waitUntilFinish();

    assertThat(summary().path("benchmarks").toString())
        .isEqualTo("{'a':{'rows':2,'seeds':1},'b':{'rows':1,'seeds':0}}".replace('\'', '"'));
  }

  @Test
  void collectsTheRejectionsOfAllSteps(TestPipeline pipeline) {
    Funnel funnel = Funnel.create();
    PCollection<Integer> numbers = numbers(pipeline, 1, 2, 3);
    PCollection<Integer> odd = funnel.add("Halve", numbers, reject(numbers, "Halve", 2, "even"));
    funnel.add("Third", odd, reject(odd, "Third", 3, "threefold"));

    PAssert.thatSingleton(funnel.rejections().apply(Count.globally())).isEqualTo(2L);
    pipeline.run();
  }

  @Test
  void writesZerosForAGraphWithoutRecords(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> none = numbers(pipeline);
    funnel.add("Halve", none, reject(none, "Halve", 2, "even"));
    funnel.write(directory.toString(), Map.of());
    pipeline.run().waitUntilFinish();

    assertThat(summary().path("steps").get(0).toString())
        .isEqualTo("{\"name\":\"Halve\",\"in\":0,\"accepted\":0,\"rejected\":{}}");
  }

  @Test
  void failsTheJobAfterTheReportWhenAStepLosesRecords(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> numbers = numbers(pipeline, 1, 2, 3, 4, 5);
    StepResult<Integer> whole = reject(numbers, "Halve", 2, "even");
    PCollection<Integer> leaking = whole.accepted().apply("Leak", Filter.lessThan(5));
    funnel.add("Halve", numbers, StepResult.of(leaking, whole.rejected()));
    funnel.write(directory.toString(), Map.of());

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .isInstanceOf(PipelineExecutionException.class)
        .hasMessageContaining(
            "The run's counts do not add up: Halve took 5 records, but passed on 2 and rejected"
                + " 2.");
    assertThat(summary().path("steps").get(0).path("accepted").asLong()).isEqualTo(2);
  }

  @Test
  void refusesTwoStepsOfOneName(TestPipeline pipeline) {
    pipeline.enableAbandonedNodeEnforcement(false);
    Funnel funnel = Funnel.create();
    PCollection<Integer> numbers = numbers(pipeline, 1);
    StepResult<Integer> result = reject(numbers, "Halve", 2, "even");
    funnel.add("Halve", numbers, result);

    assertThatThrownBy(() -> funnel.add("Halve", numbers, result))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("report/summary.json").toFile());
  }

  private static PCollection<Integer> numbers(TestPipeline pipeline, Integer... numbers) {
    return pipeline.apply(Create.of(List.of(numbers)).withCoder(VarIntCoder.of()));
  }

  private static PCollection<Rejection> one(TestPipeline pipeline, String reason) {
    return pipeline.apply(
        "One",
        Create.of(Rejection.newBuilder().setReason(reason).build())
            .withCoder(ProtoCoder.of(Rejection.class)));
  }

  private static StepResult<Integer> reject(
      PCollection<Integer> numbers, String step, int divisor, String reason) {
    return numbers.apply(
        step,
        new PTransform<PCollection<Integer>, StepResult<Integer>>() {
          @Override
          public StepResult<Integer> expand(PCollection<Integer> input) {
            return StepResult.of(
                input, new RejectMultiples(step, divisor, reason), TypeDescriptors.integers());
          }
        });
  }

  private static final class RejectMultiples extends StepFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;
    private final int divisor;
    private final String reason;

    RejectMultiples(String step, int divisor, String reason) {
      super(step);
      this.divisor = divisor;
      this.reason = reason;
    }

    @Override
    protected Integer apply(Integer number) {
      if (number % divisor == 0) {
        throw new RejectedException(reason, "" + number);
      }
      return number;
    }
  }
}
