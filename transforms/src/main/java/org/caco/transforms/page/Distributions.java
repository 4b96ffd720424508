package org.caco.transforms.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Token;
import org.caco.python.PythonValue;
import org.jspecify.annotations.Nullable;

/**
 * How lengths, kinds of answers, operations and tokens are distributed over all rows. Numbers are
 * counted in bins of one width, so that any order of rows and merges gives the same.
 */
final class Distributions implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The last bin has all that is larger. */
  private static final int LAST_BIN = 150;

  private static final String ANSWERS = "answers";
  private static final String OPERATIONS = "operations";

  /** What operators, keywords and functions of Python are called. */
  private static final Map<String, String> CALLED =
      Map.ofEntries(
          Map.entry("+", "addition"),
          Map.entry("+=", "addition"),
          Map.entry("sum", "addition"),
          Map.entry("-", "subtraction"),
          Map.entry("-=", "subtraction"),
          Map.entry("*", "multiplication"),
          Map.entry("*=", "multiplication"),
          Map.entry("/", "division"),
          Map.entry("/=", "division"),
          Map.entry("Fraction", "division"),
          Map.entry("//", "floor division"),
          Map.entry("//=", "floor division"),
          Map.entry("%", "remainder"),
          Map.entry("%=", "remainder"),
          Map.entry("divmod", "remainder"),
          Map.entry("**", "power"),
          Map.entry("pow", "power"),
          Map.entry("sqrt", "power"),
          Map.entry("if", "condition"),
          Map.entry("elif", "condition"),
          Map.entry("for", "loop"),
          Map.entry("while", "loop"),
          Map.entry("min", "min, max"),
          Map.entry("max", "min, max"),
          Map.entry("round", "rounding"),
          Map.entry("floor", "rounding"),
          Map.entry("ceil", "rounding"),
          Map.entry("sorted", "sorting"),
          Map.entry("sort", "sorting"),
          Map.entry("sympy", "symbolic algebra"),
          Map.entry("numpy", "arrays"));

  /** Words after which an operand begins. */
  private static final Set<String> BEFORE_OPERAND =
      Set.of("return", "in", "and", "or", "not", "if", "else", "elif", "while", "yield", "lambda");

  private final TreeMap<String, TreeMap<Long, Long>> numbers = new TreeMap<>();
  private final TreeMap<String, TreeMap<String, Long>> names = new TreeMap<>();
  private final TreeMap<String, Integer> widths = new TreeMap<>();

  /** Counts a row of the dataset. */
  void addRow(JsonNode row) {
    JsonNode lineage = row.path("lineage");
    number("problem_characters", 50, row.path("instruction").asText().length());
    number("solution_characters", 50, row.path("output").asText().length());
    long tokens = 0;
    for (JsonNode call : lineage.path("calls")) {
      tokens += call.path("input_tokens").asLong() + call.path("output_tokens").asLong();
    }
    number("tokens", 200, tokens);
    number("tests", 1, row.path("tests").size());
    program(
        row.path("code").asText(),
        lineage.path("execution").path("output"),
        lineage.at("/execution/facts/code_lines"));
  }

  /** Counts a sample that is a program, and no row yet. */
  void addProgram(JsonNode sample) {
    program(
        sample.at("/program/code").asText(),
        sample.at("/execution/output"),
        sample.at("/execution/facts/code_lines"));
  }

  private void program(String code, JsonNode output, JsonNode lines) {
    number("code_lines", 1, lines.asLong());
    name(ANSWERS, kind(output.asText()));
    TreeSet<String> used = new TreeSet<>();
    for (PythonLexer.Line line : PythonLexer.lines(code)) {
      Token before = null;
      for (Token token : line.tokens()) {
        String called = token.kind() == PythonLexer.Kind.STRING ? null : CALLED.get(token.text());
        if (called != null && (token.kind() == PythonLexer.Kind.NAME || isOperand(before))) {
          used.add(called);
        }
        before = token;
      }
    }
    used.forEach(operation -> name(OPERATIONS, operation));
  }

  /**
   * Whether an operator after it has two operands, as those of {@code -1} and {@code **input} not.
   */
  private static boolean isOperand(@Nullable Token token) {
    return token != null
        && switch (token.kind()) {
          case NAME -> !BEFORE_OPERAND.contains(token.text());
          case NUMBER, STRING -> true;
          case SIGN -> token.nesting() < 0;
        };
  }

  /** What an output in JSON is. */
  private static String kind(String json) {
    PythonValue value = json.isEmpty() ? new PythonValue.None() : PythonValue.parse(json);
    if (value instanceof PythonValue.Int) {
      return "whole number";
    } else if (value instanceof PythonValue.Floating || value instanceof PythonValue.Decimal) {
      return "decimal number";
    } else if (value instanceof PythonValue.Fraction) {
      return "fraction";
    } else if (value instanceof PythonValue.Text) {
      return "text";
    } else if (value instanceof PythonValue.Bool) {
      return "true or false";
    } else if (value instanceof PythonValue.Items) {
      return "list";
    } else if (value instanceof PythonValue.Dict) {
      return "dict";
    }
    return value instanceof PythonValue.None ? "none" : "other";
  }

  private void number(String what, int width, long value) {
    widths.put(what, width);
    long bin = Math.min(LAST_BIN, Math.max(0, value) / width);
    numbers.computeIfAbsent(what, any -> new TreeMap<>()).merge(bin, 1L, Long::sum);
  }

  private void name(String what, String name) {
    names.computeIfAbsent(what, any -> new TreeMap<>()).merge(name, 1L, Long::sum);
  }

  void merge(Distributions other) {
    widths.putAll(other.widths);
    other.numbers.forEach(
        (what, bins) ->
            bins.forEach(
                (bin, count) ->
                    numbers
                        .computeIfAbsent(what, any -> new TreeMap<>())
                        .merge(bin, count, Long::sum)));
    other.names.forEach(
        (what, counts) ->
            counts.forEach(
                (name, count) ->
                    names
                        .computeIfAbsent(what, any -> new TreeMap<>())
                        .merge(name, count, Long::sum)));
  }

  /** The bins as pairs of their place and their count, those that are empty left out. */
  void putInto(ObjectNode json) {
    ObjectNode binned = json.putObject("numbers");
    numbers.forEach(
        (what, bins) -> {
          ObjectNode distribution = binned.putObject(what);
          distribution.put("width", widths.get(what)).put("last", LAST_BIN);
          ArrayNode pairs = distribution.putArray("bins");
          bins.forEach((bin, count) -> pairs.addArray().add(bin).add(count));
        });
    ObjectNode counted = json.putObject("names");
    names.forEach(
        (what, counts) -> {
          ObjectNode distribution = counted.putObject(what);
          counts.forEach(distribution::put);
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distributions that
        && numbers.equals(that.numbers)
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return numbers.hashCode();
  }
}
