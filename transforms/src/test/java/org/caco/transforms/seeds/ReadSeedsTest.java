package org.caco.transforms.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(TestPipelineExtension.class)
class ReadSeedsTest {
  private static final String GSM8K =
      """
      {"question": "How many?", "answer": "2 + 2 = <<2+2=4>>4\\n#### 1,004"}\
      """;
  private static final String MATH =
      """
{"problem": "Find x.", "level": "Level 1", "type": "Algebra", "solution": "So $\\\\boxed{\\\\frac{1}{2}}$."}\
""";
  private static final String MBPP =
      """
{"text": "Double it.", "code": "def f(x):\\r\\n  return 2 * x", "task_id": 7, "test_setup_code": "",
 "test_list": ["assert f(2) == 4", "assert f(1) == 2"], "challenge_test_list": []}\
"""
          .replace("\n", "");
  private static final String PLAIN =
      """
      {"id": "p1", "problem": "How many?", "solution": "Two and two.", "answer": 1.10}\
      """;

  @TempDir Path directory;

  @Test
  void recognisesTheFourShapes(TestPipeline pipeline) throws IOException {
    write("seeds.jsonl", GSM8K, MATH, MBPP, PLAIN);

    checkSeeds(
        read(pipeline, "seeds.jsonl").accepted(),
        seed -> seed.getFormat() + "/" + seed.getName() + "/" + seed.getAnswer(),
        "gsm8k//1,004",
        "math//\\frac{1}{2}",
        "mbpp/7/4",
        "plain/p1/1.10");
    pipeline.run();
  }

  @Test
  void keepsTheWholeSeed(TestPipeline pipeline) throws IOException {
    write("seeds.jsonl", "", MBPP);

    PAssert.thatSingleton(read(pipeline, "seeds.jsonl").accepted())
        .satisfies(
            seed -> {
              assertThat(seed.getProblem()).isEqualTo("Double it.");
              assertThat(seed.getSolution()).isEqualTo("def f(x):\n  return 2 * x");
              assertThat(seed.getTestsList())
                  .containsExactly("assert f(2) == 4", "assert f(1) == 2");
              assertThat(seed.getLocation().getFile()).endsWith("/seeds.jsonl");
              assertThat(seed.getLocation().getLine()).isEqualTo(2);
              assertThat(seed.getId()).matches("[0-9a-f]{32}");
              return null;
            });
    pipeline.run();
  }

  @Test
  void givesTheSameContentTheSameIdWhereverItStands(TestPipeline pipeline) throws IOException {
    String renamed =
        """
        {"answer": "1.10", "solution": "Two and two.", "id": "p2", "problem": "How many?"}\
        """;
    write("a.jsonl", PLAIN);
    write("b.jsonl", GSM8K, renamed);

    PAssert.that(read(pipeline, "*.jsonl").accepted())
        .satisfies(
            seeds -> {
              assertThat(texts(seeds, Seed::getId))
                  .hasSize(3)
                  .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(2));
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD", "BZIP2"})
  void decompressesByTheFileName(Compression compression, TestPipeline pipeline)
      throws IOException {
    Path file = directory.resolve("seeds.jsonl" + compression.getSuggestedSuffix());
    try (WritableByteChannel plain = Channels.newChannel(Files.newOutputStream(file));
        OutputStream out = Channels.newOutputStream(compression.writeCompressed(plain))) {
      out.write((GSM8K + "\n").repeat(3).getBytes(UTF_8));
    }

    checkSeeds(
        read(pipeline, file.getFileName().toString()).accepted(),
        seed -> "" + seed.getLocation().getLine(),
        "1",
        "2",
        "3");
    pipeline.run();
  }

  @Test
  void readsAFileOnceThatTwoPatternsMatch(TestPipeline pipeline) throws IOException {
    write("a.jsonl", GSM8K);
    write("b.jsonl", MATH);

    checkSeeds(
        pipeline.apply(ReadSeeds.from(directory + "/*.jsonl," + directory + "/a.jsonl")).accepted(),
        Seed::getFormat,
        "gsm8k",
        "math");
    pipeline.run();
  }

  @Test
  void readsPastAByteOrderMarkAndCarriageReturns(TestPipeline pipeline) throws IOException {
    Files.writeString(
        directory.resolve("seeds.jsonl"), "\uFEFF" + GSM8K + "\r\n\r\n" + MATH + "\r\n");

    checkSeeds(read(pipeline, "seeds.jsonl").accepted(), Seed::getFormat, "gsm8k", "math");
    pipeline.run();
  }

  @Test
  void readsNothingFromAnEmptyFile(TestPipeline pipeline) throws IOException {
    write("seeds.jsonl");
    StepResult<Seed> result = read(pipeline, "seeds.jsonl");

    PAssert.that(result.accepted()).empty();
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  private static final List<String> BROKEN_ROWS =
      List.of(
          "{\"question\": \"q\", | invalid_json | column",
          "{\"question\": \"q\", \"question\": \"r\", \"answer\": \"#### 1\"} | invalid_json |"
              + " question",
          "{\"question\": \"q\", \"answer\": NaN} | missing_answer | answer",
          "{} {} | invalid_json | column",
          "[1] | not_an_object | array",
          "{\"prompt\": \"q\", \"canonical_solution\": \"c\"} | unknown_format |"
              + " canonical_solution",
          "{} | unknown_format | []",
          "{\"question\": \"q\"} | unknown_format | --seedFields",
          "{\"question\": \"q\", \"answer\": null} | missing_answer | field answer",
          "{\"question\": \"q\", \"solution\": \"s\"} | missing_answer | solution",
          "{\"question\": \"q\", \"answer\": \"so #### \"} | missing_answer | ####",
          "{\"question\": \"\", \"answer\": \"#### 4\"} | missing_field | field question",
          "{\"question\": [1], \"answer\": \"#### 4\"} | wrong_type | field question",
          "{\"problem\": \"\", \"answer\": \"4\"} | missing_field | field problem",
          "{\"problem\": \"p\", \"solution\": \"s\"} | missing_answer | field solution",
          "{\"problem\": \"p\", \"solution\": \"s\", \"answer\": {}} | wrong_type | field answer",
          "{\"text\": \"t\", \"code\": \"c\"} | missing_field | field test_list",
          "{\"text\": \"t\", \"code\": \"c\", \"test_list\": []} | missing_answer | field"
              + " test_list",
          "{\"text\": \"t\", \"code\": \"c\", \"test_list\": \"a\"} | wrong_type | field test_list",
          "{\"text\": \"t\", \"code\": \"c\", \"test_list\": [1]} | wrong_type | field test_list",
          "{\"question\": \"\\ud83d!\", \"answer\": \"#### 4\"} | lone_surrogate | field question");

  @Test
  void rejectsBrokenRowsEachWithItsReasonFileLineAndField(TestPipeline pipeline)
      throws IOException {
    List<String[]> rows = BROKEN_ROWS.stream().map(row -> row.split(" \\| ")).toList();
    write("seeds.jsonl", rows.stream().map(row -> row[0]).toArray(String[]::new));

    PAssert.that(read(pipeline, "seeds.jsonl").rejected())
        .satisfies(
            rejections -> {
              assertThat(rejections).hasSize(rows.size());
              for (Rejection rejection : rejections) {
                long line = rejection.getLocation().getLine();
                String[] row = rows.get((int) line - 1);
                assertThat(rejection.getLine()).isEqualTo(row[0]);
                assertThat(rejection.getReason()).as(row[0]).isEqualTo(row[1]);
                assertThat(rejection.getEvidence())
                    .contains("/seeds.jsonl line " + line + ": ")
                    .contains(row[2]);
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsBytesThatAreNoText(TestPipeline pipeline) throws IOException {
    Files.write(directory.resolve("seeds.jsonl"), new byte[] {'{', '"', (byte) 0xC3, '"', '}'});

    checkRejections(read(pipeline, "seeds.jsonl").rejected(), "invalid_utf8 line 1");
    pipeline.run();
  }

  @Test
  void readsTheRestOfAFileWithBrokenLines(TestPipeline pipeline) throws IOException {
    String huge =
        "{\"problem\": \"p\", \"answer\": \"1\", \"solution\": \"" + "x".repeat(17_000_000) + "\"}";
    write("seeds.jsonl", GSM8K, "{\"question\": ", "", "{\"question\": \"q\"}", huge, MATH);
    StepResult<Seed> result = read(pipeline, "seeds.jsonl");

    checkSeeds(result.accepted(), Seed::getFormat, "gsm8k", "math");
    checkRejections(
        result.rejected(), "invalid_json line 2", "unknown_format line 4", "line_too_long line 5");
    pipeline.run();
  }

  @Test
  void keepsOnlyTheBeginningOfALineThatIsTooLong(TestPipeline pipeline) throws IOException {
    write("seeds.jsonl", GSM8K, "x".repeat(1_000));

    PAssert.thatSingleton(
            pipeline
                .apply(ReadSeeds.from(directory + "/seeds.jsonl").withMaxLineBytes(999))
                .rejected())
        .satisfies(
            rejection -> {
              assertThat(rejection.getLine()).isEqualTo("x".repeat(200));
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsAFileThatBreaksOff(TestPipeline pipeline) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write((MATH + "\n").getBytes(UTF_8));
    }
    Files.write(
        directory.resolve("a.jsonl.gz"),
        Arrays.copyOf(compressed.toByteArray(), compressed.size() - 12));
    Files.write(directory.resolve("b.jsonl"), Arrays.copyOf(Zstd.compress(new byte[100]), 12));
    write("c.jsonl", GSM8K);
    StepResult<Seed> result = read(pipeline, "*");

    checkSeeds(result.accepted(), Seed::getFormat, "gsm8k");
    checkRejections(result.rejected(), "unreadable_file line 1", "unreadable_file line 1");
    pipeline.run();
  }

  @Test
  void saysBeforeAJobWhatEachFileIs() throws IOException {
    write("a.jsonl", "{\"question\": \"Why?\", \"answer\": \"proof\"}", GSM8K);
    write("b.jsonl", "", "{\"query\": \"Six\\nof 7?\", \"response\": \"The answer is: 42\"}");
    write("empty.jsonl");

    assertThat(ReadSeeds.from(directory + "/*").check().stream().map(SeedFile::describe))
        .containsExactly(
            directory
                + "/a.jsonl: gsm8k rows (question, answer), e.g. \"How many?\" with the answer 1,004",
            directory
                + "/b.jsonl: metamath rows (query, response), e.g. \"Six of 7?\" with the answer 42");
  }

  @Test
  void refusesAFileBeforeAJobOfWhichNoRowIsASeed() throws IOException {
    write("a.jsonl", GSM8K);
    write("b.jsonl", "{\"name\": \"Why?\", \"key\": 42}", "{\"name\": \"Who?\"}");

    assertThatThrownBy(() -> ReadSeeds.from(directory + "/*").check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            directory
                + "/b.jsonl: none of its first 2 rows, with the columns [name, key], is a seed"
                + " (unknown_format: ")
        .hasMessageEndingWith(
            "): name what to read by --seedFields=problem=COLUMN,solution=COLUMN,answer=COLUMN.");
  }

  @Test
  void readsTheFieldsThatAreNamed(TestPipeline pipeline) throws IOException {
    write("seeds.jsonl", "{\"name\": \"Why?\", \"key\": 42, \"license\": \"cc0\"}");

    PAssert.thatSingleton(
            pipeline
                .apply(
                    ReadSeeds.from(directory + "/*")
                        .withFields(SeedFields.of("problem=name,answer=key"))
                        .withLicense("mit")
                        .withMaxSolveRate(0.3))
                .accepted())
        .satisfies(
            seed -> {
              assertThat(seed.getProblem() + seed.getAnswer() + seed.getOrigin().getLicense())
                  .isEqualTo("Why?42cc0");
              return null;
            });
    pipeline.run();
  }

  private StepResult<Seed> read(TestPipeline pipeline, String glob) {
    return pipeline.apply(ReadSeeds.from(directory + "/" + glob));
  }

  private void write(String name, String... lines) throws IOException {
    Files.write(directory.resolve(name), List.of(lines));
  }

  private static void checkSeeds(
      PCollection<Seed> seeds, SerializableView view, String... expected) {
    PAssert.that(seeds)
        .satisfies(
            all -> {
              assertThat(texts(all, view)).containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  private static void checkRejections(PCollection<Rejection> rejections, String... expected) {
    PAssert.that(rejections)
        .satisfies(
            all -> {
              assertThat(texts(all, r -> r.getReason() + " line " + r.getLocation().getLine()))
                  .containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  private static <T> List<String> texts(Iterable<T> records, Function<T, String> view) {
    return StreamSupport.stream(records.spliterator(), false).map(view).toList();
  }

  private interface SerializableView extends Function<Seed, String>, Serializable {}
}
