package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
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
    PCollection<Integer> read = funnel.read(pipeline, read("unreadable", 1, 2, 3, 3, 4, 5, 6));
    PCollection<Integer> odd = funnel.apply(read, reject("Halve", 2, "even"));
    funnel.apply(odd, reject("Third", 3, "threefold"));
    funnel.attach("attached", "[1]");
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(summary().toString())
        .isEqualTo(
            ("{'steps':["
                    + "{'name':'Read','in':8,'accepted':7,'rejected':{'unreadable':1}},"
                    + "{'name':'Halve','in':7,'accepted':4,'rejected':{'even':3}},"
                    + "{'name':'Third','in':4,'accepted':2,'rejected':{'threefold':2}}],"
                    + "'attached':[1]}")
                .replace('\'', '"'));
  }

  @Test
  void addsUpNumbersOfRecordsBesideTheSteps(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> read = funnel.read(pipeline, read("unreadable", 1, 2, 3, 3));
    funnel.totals(
        List.of("whole", "odd ones"), read, number -> List.of((long) number, number % 2L));
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(summary().get("totals").toString()).isEqualTo("{\"whole\":9,\"odd ones\":3}");
  }

  @Test
  void countsByBenchmarkBesideTheSteps(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    PCollection<Integer> rows = funnel.read(pipeline, read("unreadable", 1, 2, 3));
    funnel.tally("rows", rows, number -> number == 3 ? "b" : "a");
    funnel.tally("seeds", rows.apply(Filter.lessThan(2)), number -> "a");
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(summary().path("benchmarks").toString())
        .isEqualTo("{'a':{'rows':2,'seeds':1},'b':{'rows':1,'seeds':0}}".replace('\'', '"'));
  }

  @Test
  void collectsTheRejectionsOfAllSteps(TestPipeline pipeline) {
    Funnel funnel = Funnel.create();
    PCollection<Integer> numbers = numbers(pipeline, 1, 2, 3);
    PCollection<Integer> odd = funnel.apply(numbers, reject("Halve", 2, "even"));
    funnel.apply(odd, reject("Third", 3, "threefold"));

    PAssert.thatSingleton(funnel.rejections().apply(Count.globally())).isEqualTo(2L);
    PAssert.that(funnel.rejections("Third"))
        .satisfies(
            rejections -> {
              assertThat(rejections).extracting(Rejection::getReason).containsExactly("threefold");
              return null;
            });
    pipeline.run();
  }

  @Test
  void writesZerosForAGraphWithoutRecords(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    funnel.apply(numbers(pipeline), reject("Halve", 2, "even"));
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(summary().path("steps").get(0).toString())
        .isEqualTo("{\"name\":\"Halve\",\"in\":0,\"accepted\":0,\"rejected\":{}}");
  }

  @Test
  void failsTheJobAfterTheReportWhenAStepLosesRecords(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    Step<PCollection<Integer>> halve = reject("Halve", 2, "even");
    funnel.apply(
        numbers(pipeline, 1, 2, 3, 4, 5),
        new Step<PCollection<Integer>>(
            "Halve",
            numbers -> {
              StepResult<Integer> whole = numbers.apply("Whole", halve);
              return StepResult.of(
                  whole.accepted().apply("Leak", Filter.lessThan(5)), whole.rejected());
            }));
    funnel.write(directory.toString());

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
    funnel.apply(numbers, reject("Halve", 2, "even"));

    assertThatThrownBy(() -> funnel.apply(numbers, reject("Halve", 3, "odd")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("report/summary.json").toFile());
  }

  private static PCollection<Integer> numbers(TestPipeline pipeline, Integer... numbers) {
    return pipeline.apply(Create.of(List.of(numbers)).withCoder(VarIntCoder.of()));
  }

  private static Step<PBegin> read(String rejectedForOne, Integer... numbers) {
    return new Step<>(
        "Read",
        begin ->
            StepResult.of(
                begin.apply("Numbers", Create.of(List.of(numbers)).withCoder(VarIntCoder.of())),
                begin.apply(
                    "One",
                    Create.of(Rejection.newBuilder().setReason(rejectedForOne).build())
                        .withCoder(ProtoCoder.of(Rejection.class)))));
  }

  private static Step<PCollection<Integer>> reject(String step, int divisor, String reason) {
    return new Step<>(
        step,
        numbers ->
            StepResult.of(
                numbers, new RejectMultiples(step, divisor, reason), TypeDescriptors.integers()));
  }

  private static final class Step<I extends PInput> extends PTransform<I, StepResult<Integer>> {
    private static final long serialVersionUID = 1L;
    private final transient Function<I, StepResult<Integer>> expansion;

    Step(String name, Function<I, StepResult<Integer>> expansion) {
      super(name);
      this.expansion = expansion;
    }

    @Override
    public StepResult<Integer> expand(I input) {
      return expansion.apply(input);
    }
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
