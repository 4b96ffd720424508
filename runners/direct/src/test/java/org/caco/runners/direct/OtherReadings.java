package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;

/**
 * Looks at the tests of a dataset's rows with readings of its own: every operation in a program's
 * text changed one at a time, brackets put around any two operands that stand side by side, and any
 * brackets taken away, each run as a program by itself. Shares nothing with what chooses inputs.
 */
final class OtherReadings {
  /** What operations may be read as; the text is that of Python, with blanks around operators. */
  private static final Map<String, List<String>> READINGS =
      Map.ofEntries(
          Map.entry(" // ", List.of(" / ", " % ", " * ")),
          Map.entry(" / ", List.of(" // ", " * ")),
          Map.entry(" % ", List.of(" // ")),
          Map.entry(" * ", List.of(" + ", " / ")),
          Map.entry(" ** ", List.of(" * ")),
          Map.entry(" + ", List.of(" - ", " * ")),
          Map.entry(" - ", List.of(" + ")),
          Map.entry(" += ", List.of(" -= ")),
          Map.entry(" -= ", List.of(" += ")),
          Map.entry(" *= ", List.of(" += ", " /= ")),
          Map.entry(" < ", List.of(" <= ")),
          Map.entry(" > ", List.of(" >= ")),
          Map.entry(" <= ", List.of(" < ")),
          Map.entry(" >= ", List.of(" > ")),
          Map.entry(" and ", List.of(" or ")),
          Map.entry(" or ", List.of(" and ")),
          Map.entry("min(", List.of("max(")),
          Map.entry("max(", List.of("min(")),
          Map.entry("round(", List.of("(lambda x, *n: x)(")),
          Map.entry("int(", List.of("(lambda x: x)(")),
          Map.entry("abs(", List.of("(lambda x: x)(")),
          Map.entry("math.floor(", List.of("(lambda x: x)(", "math.ceil(", "round(")),
          Map.entry("math.ceil(", List.of("(lambda x: x)(", "math.floor(", "round(")),
          Map.entry("sum(", List.of("(lambda v: sum(v) / len(v))(")),
          Map.entry("sorted(", List.of("list(")),
          Map.entry("len(", List.of("-1 + len(")),
          Map.entry("range(", List.of("range(1 + ", "range(-1 + ")),
          Map.entry("[0]", List.of("[-1]")),
          Map.entry("[-1]", List.of("[0]")));

  private static final Pattern OPERATIONS =
      Pattern.compile(
          "(?<![\\w.])(?:(?:math\\.)?[a-z]+\\()|\\[-?\\d\\]| (?:and|or|[-+*/%<>=]{1,2}) ");

  private static final String OPERAND =
      "(?:\\w+\\([^()]*\\)|[\\w.]+(?:\\[[^\\[\\]]*\\])?|\\([^()]*\\))";

  /** Two operands; a look ahead, so that what is the second of one is the first of the next. */
  private static final Pattern SIDE_BY_SIDE =
      Pattern.compile(
          "(?<![\\w.\\])])(?=(" + OPERAND + " [-+*/%]{1,2} " + OPERAND + ")(?![\\w.(\\[]))");

  private static final Pattern BRACKETS =
      Pattern.compile("(?<![\\w)\\]])\\(([^(),:]* [-+*/%]{1,2} [^(),:]*)\\)");

  /** Whether each contradiction is printed. */
  private static final boolean SHOWN = Boolean.getBoolean("caco.twins.shown");

  /** What was found in a dataset. */
  record Findings(int rows, int rowsWithTests, int tests, int contradicted, int rowsContradicted) {
    Findings plus(Findings other) {
      return new Findings(
          rows + other.rows,
          rowsWithTests + other.rowsWithTests,
          tests + other.tests,
          contradicted + other.contradicted,
          rowsContradicted + other.rowsContradicted);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d rows, %,d with tests; %,d tests, %,d of them (in %,d rows) have another output in a"
              + " reading that the row's input leaves open",
          rows,
          rowsWithTests,
          tests,
          contradicted,
          rowsContradicted);
    }
  }

  private final Sandbox sandbox;

  OtherReadings(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Looks at all rows. */
  Findings in(List<JsonNode> rows) {
    return rows.parallelStream().map(this::in).reduce(new Findings(0, 0, 0, 0, 0), Findings::plus);
  }

  private Findings in(JsonNode row) {
    String code = row.get("code").asText();
    String answer = row.get("answer").asText();
    List<String> inputs = new ArrayList<>(List.of(row.at("/lineage/execution/input").asText()));
    List<String> outputs = new ArrayList<>(List.of(answer));
    for (JsonNode test : row.get("tests")) {
      inputs.add(test.get("input").asText());
      outputs.add(test.get("answer").asText());
    }
    assertThat(texts(sandbox.run(Snippet.of("own", code).withInputs(inputs)), inputs.size()))
        .as("what the row says of its program")
        .isEqualTo(outputs);
    boolean[] contradicted = new boolean[outputs.size()];
    for (String other : programs(code).toList()) {
      SandboxResult read = sandbox.run(Snippet.of("other", other).withInputs(inputs));
      List<String> texts = texts(read, inputs.size());
      if (same(answer, texts.get(0))) {
        for (int i = 1; i < contradicted.length; i++) {
          boolean otherwise = !same(outputs.get(i), texts.get(i));
          contradicted[i] |= otherwise;
          if (otherwise && SHOWN) {
            String test = inputs.get(i) + " " + outputs.get(i) + ", and not " + texts.get(i);
            System.out.println(inputs.get(0) + "\n" + code + other + test);
          }
        }
      }
    }
    int wrong = 0;
    for (boolean each : contradicted) {
      wrong += each ? 1 : 0;
    }
    int tests = outputs.size() - 1;
    return new Findings(1, tests > 0 ? 1 : 0, tests, wrong, wrong > 0 ? 1 : 0);
  }

  /** The output's text for each input, empty where there is none. */
  static List<String> texts(SandboxResult result, int count) {
    List<String> texts = new ArrayList<>();
    for (Run run : result.inputRuns()) {
      texts.add(run.verdict() == Verdict.OK ? run.outputText() : "");
    }
    while (texts.size() < count) {
      texts.add("");
    }
    return texts;
  }

  /** The program with each of its operations changed in each way, one at a time. */
  static Stream<String> programs(String code) {
    return Stream.of(
            of(code, OPERATIONS, found -> READINGS.getOrDefault(found.group(), List.of())),
            of(code, SIDE_BY_SIDE, found -> List.of("(" + found.group(1) + ")")),
            of(code, BRACKETS, found -> List.of(found.group(1))))
        .flatMap(programs -> programs);
  }

  /** The program with each of what a pattern finds in its functions replaced, one at a time. */
  private static Stream<String> of(
      String code, Pattern pattern, Function<MatchResult, List<String>> readings) {
    int functions = Math.max(0, code.indexOf("\ndef "));
    List<String> programs = new ArrayList<>();
    for (MatchResult found : pattern.matcher(code).results().toList()) {
      String line = code.substring(code.lastIndexOf('\n', found.start()) + 1, found.start());
      if (found.start() > functions && line.startsWith("    ") && line.indexOf('"') < 0) {
        // What is only looked at has a group, and no length of its own.
        int end = Math.max(found.end(), found.groupCount() > 0 ? found.end(1) : 0);
        for (String other : readings.apply(found)) {
          programs.add(code.substring(0, found.start()) + other + code.substring(end));
        }
      }
    }
    return programs.stream();
  }

  static boolean same(String text, String other) {
    if (text.equals(other)) {
      return true;
    }
    try {
      BigDecimal one = new BigDecimal(text);
      BigDecimal two = new BigDecimal(other);
      BigDecimal size = one.abs().max(two.abs()).max(BigDecimal.ONE);
      return one.subtract(two).abs().compareTo(size.multiply(new BigDecimal("1e-9"))) <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
