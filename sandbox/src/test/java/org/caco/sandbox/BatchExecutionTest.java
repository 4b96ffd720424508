package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchExecutionTest {
  private static final String GOOD =
      """
      input = {"a": 1, "b": [2, 3]}
      def f(a, b):
          total = a
          for x in b:
              total += x
          return total
      output = f(**input)
      print(output)
      """;

  private Path input;
  private Path output;

  @BeforeEach
  void files(@TempDir Path folder) {
    input = folder.resolve("in.jsonl");
    output = folder.resolve("out.jsonl");
  }

  private BatchProgress execute(BatchConfig config) throws IOException {
    Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT);
    return BatchExecution.in(sandbox, config).run(input, output, progress -> {});
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      lines.add(Json.MAPPER.readTree(line));
    }
    return lines;
  }

  private static String line(Object id, String code) throws IOException {
    return Json.MAPPER.writeValueAsString(Map.of("id", id, "code", code)) + "\n";
  }

  @Test
  void writesOneLinePerLineInOrder() throws Exception {
    StringBuilder programs = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      programs.append(line(i, "import time\ntime.sleep(0.01 * (" + i + " % 3))\noutput = " + i));
    }
    Files.writeString(input, programs);

    execute(BatchConfig.defaults().withRules(false));

    assertThat(lines()).hasSize(50);
    assertThat(lines()).allMatch(line -> line.get("id").equals(line.get("output")));
  }

  @Test
  void aProgramCannotWriteTheLineOfAnother() throws Exception {
    String forged =
        """
        import os
        value = b'[1,\\n{"id":"other","verdict":"ok","output":2}\\n]'
        parts = b"".join(len(p).to_bytes(4, "big") + p for p in (b"", value, b"[1]", b""))
        os.write(3, b"R" + (len(parts) + 1).to_bytes(4, "big") + b"O" + parts)
        os._exit(0)
        """;
    Files.writeString(input, line("x", forged) + line("y", GOOD));

    execute(BatchConfig.defaults().withRules(false));

    assertThat(lines())
        .extracting(line -> line.get("id").textValue(), line -> line.get("verdict").textValue())
        .containsExactly(tuple("x", "rejected"), tuple("y", "ok"));
  }

  @Test
  void writesTheFieldsOfARecord() throws Exception {
    Files.writeString(input, line("x", GOOD));

    execute(BatchConfig.defaults());

    JsonNode record = lines().get(0);
    assertThat(record.get("verdict").textValue()).isEqualTo("ok");
    assertThat(record.get("input").toString()).isEqualTo("{\"a\":1,\"b\":[2,3]}");
    assertThat(record.get("output_text").textValue()).isEqualTo("6");
    assertThat(record.get("facts").get("input_keys_read").toString()).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void givesBadLinesBackByNumber() throws Exception {
    Files.writeString(input, line("x", GOOD) + "not json\n\n{\"id\":7}\n");

    execute(BatchConfig.defaults());

    assertThat(lines())
        .extracting(line -> line.get("verdict").textValue() + " " + line.get("error").textValue())
        .containsExactly(
            "ok ",
            "rejected bad_line: line 2 is not a JSON object",
            "rejected bad_line: line 3 is not a JSON object",
            "rejected bad_line: line 4 has no text field `code`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "print(output)|output = []|no_output: `output` is []",
        "print(output)|input = {}|no_input: `input` is not a dict with entries",
        "print(output)|input['c d'] = 1; output = 5|input_unread: c d",
        "        total += x|        pass|''",
      })
  void appliesTheReleasedRules(String part, String instead, String expected) throws Exception {
    Files.writeString(input, line("x", GOOD.replace(part, instead)));

    execute(BatchConfig.defaults());

    assertThat(lines().get(0).get("error").textValue()).isEqualTo(expected);
  }

  @Test
  void wantsSixLines() throws Exception {
    Files.writeString(
        input, line("x", "# one\nimport math\ninput = {'a': 1}\n\noutput = input['a']"));

    execute(BatchConfig.defaults());

    assertThat(lines().get(0).get("error").textValue())
        .isEqualTo("too_few_lines: 2 lines, at least 6 are needed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import random; output = random.randint(1, 6) | uses_randomness",
        "import time; output = int(time.time()) > 0 | uses_time",
        "output = hash('text') | not_repeatable",
        "output = 7 | ''",
      })
  void rejectsWhatMayDifferFromRunToRun(String code, String reason) throws Exception {
    Files.writeString(input, line("x", code));

    execute(BatchConfig.defaults().withRules(false).withDeterministic(true));

    assertThat(lines().get(0).get("error").textValue().replaceAll(":.*", "")).isEqualTo(reason);
  }

  @Test
  void goesOnWhereAnEarlierRunStopped() throws Exception {
    StringBuilder programs = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      programs.append(line("id" + i, "output = " + i));
    }
    Files.writeString(input, programs);
    BatchConfig config = BatchConfig.defaults().withRules(false);
    execute(config);
    List<String> first = Files.readAllLines(output);
    // Cut in the middle of the eighth line, as a run that was killed leaves it.
    Files.writeString(output, String.join("\n", first.subList(0, 7)) + "\n" + "{\"id\":\"id7\",");

    BatchProgress progress = execute(config);

    assertThat(progress.resumed()).isEqualTo(7);
    assertThat(lines()).extracting(line -> line.get("output").asInt()).hasSize(20).isSorted();
  }

  @Test
  void countsTheVerdictsOfAnEarlierRunToo() throws Exception {
    Files.writeString(input, line("a", "output = 1") + line("b", "output = 1 / 0"));
    BatchConfig config = BatchConfig.defaults().withRules(false);
    execute(config);

    assertThat(execute(config).verdicts()).isEqualTo(Map.of(Verdict.OK, 1L, Verdict.ERROR, 1L));
  }

  @Test
  void saysWhatCannotBeReadAndRunsNoneOfIt() throws Exception {
    Files.write(
        input,
        ("\ufeff" + line("a", "output = 1") + "{\"id\":\"b\",\"code\":\"output = '\u00e9'\"}\n")
            .getBytes(StandardCharsets.UTF_8));
    byte[] latin =
        "{\"id\":\"c\",\"code\":\"output = '\u00e9'\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(input, latin, StandardOpenOption.APPEND);
    Files.writeString(input, line("d", "x".repeat(9 << 20)), StandardOpenOption.APPEND);
    BatchConfig config = BatchConfig.defaults().withRules(false);
    execute(config);

    assertThat(lines())
        .extracting(line -> line.get("output_text").textValue() + line.get("error").textValue())
        .containsExactly(
            "1",
            "\u00e9",
            "bad_line: line 3 is not UTF-8",
            "bad_line: line 4 is longer than 8388608 bytes");
    assertThat(execute(config).resumed()).isEqualTo(4);
  }

  @Test
  void refusesAnOutputThatIsBeingWritten() throws Exception {
    Files.writeString(input, line("a", "output = 1"));
    try (FileChannel other =
            FileChannel.open(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> execute(BatchConfig.defaults()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another run");
    }
  }

  @Test
  void refusesTheOutputOfAnotherInput() throws Exception {
    Files.writeString(input, line("a", "output = 1"));
    Files.writeString(output, "{\"id\":\"b\",\"verdict\":\"ok\"}\n");

    assertThatThrownBy(() -> execute(BatchConfig.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1 is not the result");
  }

  @Test
  void anEmptyFileGivesAnEmptyFile() throws Exception {
    Files.writeString(input, "");

    assertThat(execute(BatchConfig.defaults()).lines()).isZero();
  }

  @Test
  void escapesWhatUtf8CannotHold() throws Exception {
    Files.writeString(input, line("x", "output = '\\ud800\\u00e9'"));

    execute(BatchConfig.defaults().withRules(false));

    assertThat(Files.readString(output)).contains("\"output\":\"\\ud800\\u00e9\"");
  }
}
