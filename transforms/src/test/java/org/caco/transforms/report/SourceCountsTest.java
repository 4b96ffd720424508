package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
class SourceCountsTest {
  @TempDir Path directory;

  @Test
  void saysOfEverySourceWhatBecameOfItsRows(TestPipeline pipeline) throws IOException {
    Path mixed =
        Files.write(
            directory.resolve("mixed.jsonl"),
            List.of(
                row("1", "orca", "algebra"),
                row("2", "orca", "algebra"),
                row("3", "orca", "geometry"),
                row("4", "cn_k12", "algebra"),
                "{\"problem\": \"p\", \"answer\": \"\", \"source\": \"orca\"}",
                "{\"problem\": "));
    Funnel funnel = Funnel.create();
    PCollection<Seed> seeds =
        funnel.read(pipeline, ReadSeeds.from(mixed.toString()).withLicense("mit"));
    funnel.apply(seeds, new Even());
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    JsonNode summary = summary();
    assertThat(lines(summary))
        .containsExactly(
            "orca||mit|algebra ReadSeeds 2/2 Even 2/1 {odd=1}",
            "cn_k12||mit|algebra ReadSeeds 1/1 Even 1/1",
            "mixed||mit| ReadSeeds 1/0 {invalid_json=1}",
            "orca||mit| ReadSeeds 1/0 {missing_answer=1}",
            "orca||mit|geometry ReadSeeds 1/1 Even 1/0 {odd=1}");
    assertThat(summary.has("other_sources")).isFalse();
    assertThat(FunnelTable.render(summary, 60))
        .endsWith(
            """

            source                 read  seeds  left  why
            orca (mit, algebra)       2      2     1  odd 1
            cn_k12 (mit, algebra)     1      1     1
            mixed (mit)               1      0     0  invalid_json 1
            orca (mit)                1      0     0  missing_answer 1
            orca (mit, geometry)      1      1     0  odd 1
            """);
  }

  @Test
  void tellsApartThoseWithMostRowsAndAddsUpTheOthers(TestPipeline pipeline) throws IOException {
    List<Seed> seeds = new ArrayList<>();
    int sources = Funnel.MAX_SOURCES + 1_500;
    for (int i = 0; i < sources; i++) {
      int rows = i < Funnel.MAX_SOURCES ? 2 : 1;
      for (int row = 0; row < rows; row++) {
        seeds.add(seed("s" + i + " " + row, "set" + i));
      }
    }
    Funnel funnel = Funnel.create();
    funnel.apply(given(pipeline, seeds), new Even());
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    JsonNode summary = summary();
    assertThat(summary.get("sources")).hasSize(Funnel.MAX_SOURCES);
    assertThat(summary.get("sources"))
        .allSatisfy(source -> assertThat(source.at("/steps/0/in").asInt()).isEqualTo(2));
    assertThat(summary.at("/other_sources/sources").asInt()).isEqualTo(1_500);
    assertThat(summary.at("/other_sources/steps/0/in").asInt()).isEqualTo(1_500);
    assertThat(FunnelTable.render(summary, 90)).contains("1,500 other sources", "(88 more in");
  }

  @Test
  void countsARecordForEachSourceThatItDescendsFrom(TestPipeline pipeline) throws IOException {
    Sample both =
        Sample.newBuilder()
            .setProgram(
                Program.newBuilder()
                    .addOrigins(Origin.newBuilder().setDataSet("a").setRow("1"))
                    .addOrigins(Origin.newBuilder().setDataSet("a").setRow("2"))
                    .addOrigins(Origin.newBuilder().setDataSet("b")))
            .build();
    Sample planned = Sample.newBuilder().addExamples(both.getProgram()).build();
    Sample none = Sample.newBuilder().setProgram(Program.newBuilder().setId("p")).build();
    Funnel funnel = Funnel.create();
    funnel.apply(
        pipeline.apply(Create.of(both, planned, none).withCoder(ProtoCoder.of(Sample.class))),
        new Pass());
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(lines(summary())).containsExactly("a||| Pass 2/2", "b||| Pass 2/2");
  }

  @Test
  void showsNothingOfASourceThatATerminalWouldObey(TestPipeline pipeline) throws IOException {
    Funnel funnel = Funnel.create();
    funnel.apply(
        given(pipeline, List.of(seed("2", "\u001b[2J" + "x".repeat(99)), seed("4", "b\nc"))),
        new Even());
    funnel.write(directory.toString());
    pipeline.run().waitUntilFinish();

    assertThat(FunnelTable.render(summary(), 90))
        .contains("\ufffd[2Jxxx", "xxx...", "b c ")
        .doesNotContain("\u001b", "b\nc", "x".repeat(50));
  }

  private static String row(String answer, String source, String domain) {
    return String.format(
        "{'problem': 'p%s', 'answer': '%s', 'source': '%s', 'domain': '%s'}".replace('\'', '"'),
        answer,
        answer,
        source,
        domain);
  }

  private static Seed seed(String answer, String dataSet) {
    return Seed.newBuilder()
        .setAnswer(answer)
        .setOrigin(Origin.newBuilder().setDataSet(dataSet))
        .build();
  }

  private static PCollection<Seed> given(TestPipeline pipeline, List<Seed> seeds) {
    return pipeline.apply(Create.of(seeds).withCoder(ProtoCoder.of(Seed.class)));
  }

  private JsonNode summary() throws IOException {
    return RunFile.JSON.readTree(directory.resolve("report/summary.json").toFile());
  }

  /** Each source on a line, with what its steps took and accepted. */
  private static List<String> lines(JsonNode summary) {
    List<String> lines = new ArrayList<>();
    for (JsonNode source : summary.path("sources")) {
      StringBuilder line = new StringBuilder();
      line.append(source.path("data_set").asText())
          .append('|')
          .append(source.path("split").asText())
          .append('|')
          .append(source.path("license").asText())
          .append('|')
          .append(source.path("domain").asText());
      for (JsonNode step : source.path("steps")) {
        line.append(' ').append(step.path("name").asText()).append(' ');
        line.append(step.path("in").asInt()).append('/').append(step.path("accepted").asInt());
        if (!step.path("rejected").isEmpty()) {
          line.append(' ').append(step.path("rejected").properties());
        }
      }
      lines.add(line.toString().replace('[', '{').replace(']', '}'));
    }
    return lines;
  }

  /** Rejects seeds with an odd answer. */
  private static final class Even extends PTransform<PCollection<Seed>, StepResult<Seed>> {
    private static final long serialVersionUID = 1L;

    Even() {
      super("Even");
    }

    @Override
    public StepResult<Seed> expand(PCollection<Seed> seeds) {
      return StepResult.of(seeds, new EvenFn(), TypeDescriptor.of(Seed.class));
    }
  }

  private static final class EvenFn extends StepFn<Seed, Seed> {
    private static final long serialVersionUID = 1L;

    EvenFn() {
      super("Even");
    }

    @Override
    protected Seed apply(Seed seed) {
      if (seed.getAnswer().equals("1") || seed.getAnswer().equals("3")) {
        throw new RejectedException("odd", seed.getAnswer());
      }
      return seed;
    }
  }

  private static final class Pass extends PTransform<PCollection<Sample>, StepResult<Sample>> {
    private static final long serialVersionUID = 1L;

    Pass() {
      super("Pass");
    }

    @Override
    public StepResult<Sample> expand(PCollection<Sample> samples) {
      return StepResult.of(samples, new PassFn(), TypeDescriptor.of(Sample.class));
    }
  }

  private static final class PassFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    PassFn() {
      super("Pass");
    }

    @Override
    protected Sample apply(Sample sample) {
      return sample;
    }
  }
}
