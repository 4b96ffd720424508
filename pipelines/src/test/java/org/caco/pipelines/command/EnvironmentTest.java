package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.grader.Rounding;
import org.caco.pipelines.options.EnvironmentOptions;
import org.caco.pipelines.options.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers as programs give them, and as people and models write them. */
  private static final List<String> ANSWERS =
      List.of(
          "20",
          "20.0",
          "20.00",
          "-20",
          "+20",
          "\u221220",
          "20.",
          "2e1",
          "2E+1",
          "020",
          "20%",
          "0.2",
          "0.20",
          ".2",
          "1/5",
          "\\frac{1}{5}",
          "\\frac15",
          "-\\dfrac{1}{5}",
          "2/10",
          "20/100",
          "20 %",
          "$20",
          "$20.00",
          "\\$20",
          "-$20",
          "20 apples",
          "twenty",
          "1,234",
          "1234",
          "12,34",
          "1234.0",
          "1.234",
          "1 234",
          "1{,}234",
          "33.333333333333336",
          "33.33",
          "33.3",
          "33",
          "100/3",
          "33.34",
          "33.333333",
          "33.32",
          "0.6666666666666666",
          "2/3",
          "0.67",
          "0.66",
          "66.67%",
          "0.666",
          "[1, 2]",
          "[1,2]",
          "(1, 2)",
          "1, 2",
          "[2, 1]",
          "[1.0, 2]",
          "[1, 2, 3]",
          "[]",
          "[1]",
          "Monday",
          "monday",
          "MONDAY",
          "\\text{Monday}",
          "Monday.",
          "Tuesday",
          "True",
          "true",
          "yes",
          "False",
          "no",
          "None",
          "",
          " ",
          "x",
          "2x",
          "x^2",
          "3 1/2",
          "3.5",
          "7/2",
          "12:30",
          "12.5",
          "\\boxed{20}",
          "20 or 30",
          "1e400",
          "1e-400",
          "nan",
          "inf",
          "0",
          "-0",
          "0.0",
          "1/0",
          "0/5",
          "['a', 'b']",
          "['b', 'a']",
          "{1, 2}",
          "{2, 1}",
          "1:2",
          "0.5",
          "50%",
          "1/2",
          "half",
          "New York",
          "new york",
          "New  York",
          "\u00bd",
          "\u0662\u0660",
          "\uff12\uff10",
          "1_000",
          "1000",
          "10^3",
          "2.675",
          "2.68",
          "2.67",
          "1.2345678",
          "1.23",
          "1.235",
          "1.234568",
          "123456789012345678901",
          "1.5e3",
          "1500");

  @TempDir Path folder;

  private static String row(String id, String problem, String answer) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("instruction", problem)
        .put("answer", answer)
        .put("code", "print('secret program')")
        .put("samples", 4)
        .put("pass_rate", 0.25)
        .toString();
  }

  private Path run() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("dataset"));
    Files.createDirectories(run.resolve("instances"));
    Files.writeString(
        run.resolve("dataset/part-00000-of-00001.jsonl"),
        row("r1", "Ada has 3 plums.", "3") + "\n" + row("r2", "Ada has 5 plums.", "5") + "\n");
    Files.writeString(
        run.resolve("instances/part-00000-of-00001.jsonl"),
        JSON.createObjectNode()
                .put("id", "i1")
                .put("row_id", "r1")
                .put("problem", "Ada has 8 plums.")
                .put("answer", "8")
                .put("samples", 1)
                .put("toy", true)
                .toString()
            + "\n");
    return run;
  }

  private String write(Path run, Path output) {
    EnvironmentOptions options = PipelineOptionsFactory.create().as(EnvironmentOptions.class);
    options.setRun(run.toString());
    options.setOutput(output.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Environment.run(options, new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8);
  }

  /** What Python prints that has the package and nothing else. */
  private JsonNode python(Path output, String code, String input) throws Exception {
    Path file = Files.writeString(folder.resolve("input.json"), input);
    Process python =
        new ProcessBuilder(
                "python3", "-S", "-c", "import json, sys, caco_environment as env\n" + code)
            .directory(output.toFile())
            .redirectInput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(python.exitValue()).isZero();
    return JSON.readTree(said);
  }

  @Test
  void thePackageHasTheProblemsOfTheRunAndNoProgram() throws Exception {
    Path output = folder.resolve("env");

    assertThat(write(run(), output)).contains("2 rows and 1 instances");

    JsonNode problems = python(output, "print(json.dumps(env.problems()))", "");
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0))
        .isEqualTo(
            JSON.readTree(
                "{\"id\":\"r1\",\"row_id\":\"r1\",\"question\":\"Ada has 3"
                    + " plums.\",\"answer\":\"3\",\"difficulty\":0.75,\"instance\":false}"));
    assertThat(problems.get(2).get("instance").asBoolean()).isTrue();
    assertThat(problems.get(2).get("difficulty").isNull()).isTrue();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("secret program");
      }
    }
    assertThat(Files.readAllLines(output.resolve("nemo_gym/train.jsonl")).get(0))
        .contains("\"expected_answer\":\"3\"", "\"role\":\"user\"", "math_with_judge");
    assertThat(Files.readString(output.resolve("README.md"))).contains("toy data", "2 rows and 1");
  }

  @Test
  void problemsComeForEverInAnOrderThatTheSeedDecides() throws Exception {
    Path output = folder.resolve("env");
    write(run(), output);
    String code =
        """
        from itertools import islice
        take = lambda seed: [p["id"] for p in islice(env.endless(env.problems(), seed), 9)]
        print(json.dumps([take(1), take(1), take(2), [p["id"] for p in env.problems("rows", 0.5)]]))
        """;

    JsonNode taken = python(output, code, "");

    assertThat(taken.get(0)).isEqualTo(taken.get(1)).hasSize(9);
    assertThat(List.of(taken.get(0).get(0), taken.get(0).get(1), taken.get(0).get(2)))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("r1", "r2", "i1");
    assertThat(taken.get(3)).extracting(JsonNode::asText).containsExactly("r1", "r2");
  }

  @Test
  void pythonCallsNothingEqualThatTheGraderDoesNot() throws Exception {
    Path output = folder.resolve("env");
    write(run(), output);
    ArrayNode pairs = JSON.createArrayNode();
    for (String gold : ANSWERS) {
      for (String answer : ANSWERS) {
        pairs.addArray().add(gold).add("Thus it is \\boxed{" + answer + "}.");
        pairs.addArray().add(gold).add("Thus.\nThe answer is " + answer + ".");
      }
    }

    JsonNode equal =
        python(
            output,
            "print(json.dumps([env.score(g, r) for g, r in json.load(sys.stdin)]))",
            pairs.toString());

    AnswerGrader grader = AnswerGrader.strict().withRounding(Rounding.ACCEPTED);
    int both = 0;
    int graders = 0;
    for (int i = 0; i < pairs.size(); i++) {
      String gold = pairs.get(i).get(0).asText();
      String reply = pairs.get(i).get(1).asText();
      boolean java = grader.compare(gold, FinalAnswer.of(reply).orElse("")).equal();
      graders += java ? 1 : 0;
      if (equal.get(i).asDouble() == 1.0) {
        assertThat(java).as("%s and %s", gold, reply).isTrue();
        both++;
      }
    }
    System.out.printf(
        "%,d pairs, %,d equal to the grader, %,d to Python%n", pairs.size(), graders, both);
    assertThat(both).as("of %d that the grader calls equal", graders).isGreaterThan(graders / 2);
  }

  @Test
  void whatIsNoRunAndWhatIsInTheWayIsToldInASentence() throws IOException {
    Path run = run();
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("mine.txt"), "x");

    assertThatThrownBy(() -> write(run, full))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not empty");
    assertThatThrownBy(() -> write(full, folder.resolve("env")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--run=")
        .hasMessageContaining("no dataset/part-*.jsonl");
    Files.writeString(run.resolve("dataset/part-00000-of-00001.jsonl"), "{\"id\": \"x\"}\n");
    assertThatThrownBy(() -> write(run, folder.resolve("env")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("line 1 has no problem with an answer");
  }
}
