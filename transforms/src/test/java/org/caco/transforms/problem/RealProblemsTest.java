package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.transforms.records.Sample;
import org.junit.jupiter.api.Test;

/**
 * How many real problems are lost that state what their solution starts from, and how many are
 * accepted that do not: of GSM8K the numbers on the left of the first annotation, as in {@code
 * <<48/2=24>>}, of TabMWP what a program assigns before it computes. It takes them from the folder
 * that the system property {@code caco.data} names.
 */
class RealProblemsTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data")).toAbsolutePath().normalize();
  private static final Pattern STEP = Pattern.compile("<<([^=<>]*)=");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?|\\.\\d+");
  private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^(\\w+) = ([\\[{'\"\\d].*)$");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rows between a problem and the one whose numbers it is tried with. */
  private static final int APART = 101;

  private static List<JsonNode> rows(String name) throws IOException {
    Path file = DATA.resolve(name);
    assumeTrue(Files.isRegularFile(file), () -> "there is no " + file);
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void aHundredthOfWordProblemsIsLostAtMost() throws IOException {
    List<String> lost = new ArrayList<>();
    List<JsonNode> rows = rows("gsm8k/train.jsonl");
    for (JsonNode row : rows) {
      String question = row.get("question").asText();
      for (BigDecimal number : givens(row)) {
        if (rejects(question, "n", number) && !isWorkedOut(number, question)) {
          lost.add(number + " in: " + question);
          break;
        }
      }
    }

    System.out.printf("GSM8K: %d of %d lost%n", lost.size(), rows.size());
    assertThat(lost).hasSizeLessThan(rows.size() / 100);
  }

  @Test
  void aFiftiethOfNumbersOfOtherWordProblemsIsAcceptedAtMost() throws IOException {
    List<JsonNode> rows = rows("gsm8k/train.jsonl");
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    for (int i = 0; i < rows.size(); i++) {
      String question = rows.get(i).get("question").asText();
      Set<BigDecimal> written = written(question);
      for (BigDecimal number : givens(rows.get((i + APART) % rows.size()))) {
        if (number.compareTo(BigDecimal.ONE) > 0 && !written.contains(number)) {
          tried++;
          if (!rejects(question, "apples", number)) {
            accepted.add(number + " in: " + question);
          }
        }
      }
    }

    System.out.printf("GSM8K: %d of %d wrong ones accepted%n", accepted.size(), tried);
    assertThat(accepted).hasSizeLessThan(tried / 50);
  }

  @Test
  void tablesAndTheirProgramsAreToldFromThoseOfOthers() throws IOException {
    List<JsonNode> rows =
        rows("pot/tabmwp.jsonl").stream()
            // A stem and its leaf are not put together.
            .filter(row -> !row.get("table").asText().startsWith("Stem"))
            .filter(row -> row.get("answer").isNumber() && row.get("executed").isNumber())
            .filter(row -> row.get("answer").asDouble() == row.get("executed").asDouble())
            .toList();
    List<String> lost = new ArrayList<>();
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String problem = row.get("table").asText() + "\n" + row.get("question").asText();
      Sample own = withInputOf(row, problem);
      missing(own)
          .ifPresent(
              why -> lost.add(why + " in: " + problem + "\n" + row.get("generated").asText()));
      JsonNode other = rows.get((i + APART) % rows.size());
      Sample strange = withInputOf(other, problem);
      if (!isWritten(strange, problem)) {
        tried++;
        if (missing(strange).isEmpty()) {
          accepted.add(problem + "\n" + other.get("generated").asText());
        }
      }
    }

    System.out.printf(
        "TabMWP: %d of %d lost, %d of %d wrong ones accepted%n",
        lost.size(), rows.size(), accepted.size(), tried);
    assertThat(lost).hasSizeLessThan(rows.size() / 100);
    assertThat(accepted).hasSizeLessThan(tried / 50);
  }

  /** Problems from elsewhere, beside the data, with what a person says of them. */
  @Test
  void problemsFromElsewhereComeOutAsAPersonSays() throws IOException {
    Path file = DATA.resolveSibling("cases").resolve("problem_checks.jsonl");
    assumeTrue(Files.isRegularFile(file), () -> "there is no " + file);

    assertThat(ProblemCases.of(Files.readAllLines(file)))
        .allSatisfy(
            each ->
                assertThat(ProblemCases.rejection(each.sample()).isEmpty()).isEqualTo(each.good()));
  }

  /** Whether every number of an input happens to stand in a text. */
  private static boolean isWritten(Sample sample, String text) throws IOException {
    Set<BigDecimal> written = written(text);
    return NUMBER
        .matcher(sample.getExecution().getInput())
        .results()
        .allMatch(number -> written.contains(new BigDecimal(number.group())));
  }

  private static Optional<String> missing(Sample sample) {
    return ProblemCases.rejection(sample)
        .filter(e -> e.reason().startsWith("problem_misses"))
        .map(Throwable::getMessage);
  }

  /** What the program of a row assigns before it computes, as the input of a problem. */
  private static Sample withInputOf(JsonNode row, String problem) throws IOException {
    ObjectNode input = JSON.createObjectNode();
    Matcher assignment = ASSIGNMENT.matcher(row.get("generated").asText());
    while (assignment.find()) {
      if (!assignment.group(1).equals("ans")) {
        literal(assignment.group(2)).ifPresent(value -> input.set(assignment.group(1), value));
      }
    }
    return ProblemCases.sample(
        "x", problem, JSON.writeValueAsString(input), "123456789.5", "123456789.5", "");
  }

  private static Optional<JsonNode> literal(String python) {
    try {
      return Optional.of(JSON.readTree(python.replace('\'', '"')))
          .filter(value -> python.equals(python.strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean rejects(String question, String name, BigDecimal number) {
    return missing(
            ProblemCases.sample(
                "x",
                question,
                "{\"" + name + "\": " + number.toPlainString() + "}",
                "123456789.5",
                "123456789.5",
                ""))
        .isPresent();
  }

  /** The numbers that the first annotated step starts from. */
  private static List<BigDecimal> givens(JsonNode row) {
    Matcher step = STEP.matcher(row.get("answer").asText());
    return step.find()
        ? NUMBER.matcher(step.group(1)).results().map(n -> new BigDecimal(n.group())).toList()
        : List.of();
  }

  /** The numbers that a person sees in the text, by value. */
  private static Set<BigDecimal> written(String question) {
    StatedNumbers stated = StatedNumbers.of(question);
    Set<BigDecimal> written = new TreeSet<>(stated.numerals());
    stated.mentions().stream()
        .filter(StatedNumbers.Mention::exact)
        .forEach(each -> written.add(each.value()));
    return written;
  }

  /**
   * Whether a solution may have worked a number out in its head before its first annotated step:
   * one or two operations on up to three numbers of the text, or on 1 to 4.
   */
  private static boolean isWorkedOut(BigDecimal number, String question) {
    Set<Double> all = new TreeSet<>(Set.of(1.0, 2.0, 3.0, 4.0));
    for (StatedNumbers.Mention mention : StatedNumbers.of(question).mentions()) {
      all.add(mention.value().doubleValue());
      mention.shares().forEach(share -> all.add(share.doubleValue()));
    }
    double wanted = number.doubleValue();
    for (double a : all) {
      for (double b : all) {
        for (double once : new double[] {a + b, a - b, a * b, a / b}) {
          for (double c : all) {
            for (double twice :
                new double[] {once, once + c, once - c, once * c, once / c, c - once}) {
              if (Math.abs(twice - wanted) < 1e-6) {
                return true;
              }
            }
          }
        }
      }
    }
    return false;
  }
}
