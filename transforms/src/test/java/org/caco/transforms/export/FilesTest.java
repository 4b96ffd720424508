package org.caco.transforms.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class FilesTest {
  @TempDir Path directory;

  @Test
  void writesAFixedNumberOfFiles() throws IOException {
    write(3, "a", "b", "c", "d");

    assertThat(files().keySet())
        .containsExactly(
            "part-00000-of-00003.jsonl", "part-00001-of-00003.jsonl", "part-00002-of-00003.jsonl");
    assertThat(files().values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void leavesAnEmptyFileForNoLines() throws IOException {
    write(1);

    assertThat(files()).containsOnlyKeys("part-00000-of-00001.jsonl");
    assertThat(files().firstEntry().getValue()).isEmpty();
  }

  @Test
  void replacesTheFilesOfAnEarlierRun() throws IOException {
    write(1, "old");
    write(1, "new");

    assertThat(files()).hasSize(1);
    assertThat(files().firstEntry().getValue()).containsExactly("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out{", "out}", "out[", "out[a]{b,c}*", "{}"})
  void takesSignsOfPatternsInFolders(String name) throws IOException {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(Create.of("a"))
        .apply(WriteJsonLines.to(directory.resolve(name).toString(), "dataset"));
    pipeline.run().waitUntilFinish();

    assertThat(directory.resolve(name).resolve("dataset/part-00000-of-00001.jsonl"))
        .hasContent("a");
  }

  @Test
  void namesTheFilesThatItWrote(TestPipeline pipeline) {
    PAssert.thatSingleton(
            pipeline.apply(Create.of("a")).apply(WriteJsonLines.to(directory + "/", "dataset")))
        .isEqualTo(directory + "/dataset/part-00000-of-00001.jsonl");
    pipeline.run();
  }

  @Test
  void handsSamplesFromOnePipelineToTheNext(TestPipeline pipeline) {
    TestPipeline writing = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    writing
        .apply(Create.of(Samples.FINISHED).withCoder(ProtoCoder.of(Sample.class)))
        .apply(MapElements.into(TypeDescriptors.strings()).via(SampleRow::toJson))
        .apply(WriteJsonLines.to(directory.toString(), "dataset"));
    writing.run().waitUntilFinish();

    PAssert.thatSingleton(
            pipeline.apply(ReadSamples.from(directory + "/dataset/*.jsonl")).accepted())
        .isEqualTo(Samples.FINISHED);
    pipeline.run();
  }

  @Test
  void rejectsLinesThatAreNoSamples(TestPipeline pipeline) throws IOException {
    Files.write(
        directory.resolve("samples.jsonl"),
        List.of(
            "{",
            "{\"id\":\"s\",\"colour\":1}",
            "{\"id\":\"s\"}",
            SampleRow.toJson(Samples.FINISHED)));

    PAssert.that(pipeline.apply(ReadSamples.from(directory + "/samples.jsonl")).rejected())
        .satisfies(
            rejections -> {
              assertThat(
                      StreamSupport.stream(rejections.spliterator(), false)
                          .map(r -> r.getLocation().getLine() + " " + r.getReason()))
                  .containsExactlyInAnyOrder(
                      "1 invalid_sample", "2 invalid_sample", "3 missing_field");
              return null;
            });
    pipeline.run();
  }

  @Test
  void exportsOrRejectsEverySample(TestPipeline pipeline) {
    Sample unsolved = Samples.FINISHED.toBuilder().clearSolutions().build();
    PCollection<Sample> samples =
        pipeline.apply(
            Create.of(Samples.FINISHED, Samples.FINISHED, unsolved)
                .withCoder(ProtoCoder.of(Sample.class)));
    StepResult<String> result = samples.apply(ExportDataset.create());

    String row = DatasetRow.toJson(Samples.FINISHED);
    PAssert.that(result.accepted()).containsInAnyOrder(row, row);
    PAssert.thatSingleton(result.rejected())
        .satisfies(
            rejection -> {
              assertThat(rejection.getReason()).isEqualTo("no_agreeing_solution");
              assertThat(rejection.getSample()).isEqualTo(unsolved);
              return null;
            });
    pipeline.run();
  }

  private void write(int shards, String... lines) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(Create.of(List.of(lines)).withCoder(StringUtf8Coder.of()))
        .apply(WriteJsonLines.to(directory.toString(), "dataset").withShards(shards));
    pipeline.run().waitUntilFinish();
  }

  private NavigableMap<String, List<String>> files() throws IOException {
    NavigableMap<String, List<String>> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory.resolve("dataset"))) {
      paths
          .filter(Files::isRegularFile)
          .forEach(
              path -> {
                try {
                  files.put(path.getFileName().toString(), Files.readAllLines(path));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return files;
  }
}
