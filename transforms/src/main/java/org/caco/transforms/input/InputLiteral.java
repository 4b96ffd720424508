package org.caco.transforms.input;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Line;
import org.caco.python.PythonLexer.Token;
import org.caco.python.PythonValue;

/**
 * The dict display that a source sets {@code input} to, so that other values can be written into
 * it: {@code input = {"price": 12, "counts": [3, 4]}}.
 */
final class InputLiteral {
  private static final int MAX_SOURCE = 50_000;

  private final String source;
  private final PythonValue.Dict input;
  private final Map<String, Span> values;

  /** Where a value stands in the source. */
  private record Span(int start, int end) {}

  private InputLiteral(String source, PythonValue.Dict input, Map<String, Span> values) {
    this.source = source;
    this.input = input;
    this.values = values;
  }

  /**
   * The display in {@code source} that makes {@code input}.
   *
   * @return empty where there is none, or more than one assignment; where a value is more than a
   *     number, a text, a switch or a list of them; and where a comment or another text in the
   *     source holds a number of the input, which would be left as it is
   */
  static Optional<InputLiteral> of(String source, PythonValue.Dict input) {
    if (source.length() > MAX_SOURCE) {
      return Optional.empty();
    }
    List<Line> assignments =
        PythonLexer.lines(source).stream().filter(InputLiteral::setsInput).toList();
    if (assignments.size() != 1 || assignments.get(0).column() != 0) {
      return Optional.empty();
    }
    Map<String, Span> values = values(assignments.get(0).tokens());
    boolean sameNames = List.copyOf(values.keySet()).equals(input.names());
    InputLiteral literal = new InputLiteral(source, input, values);
    return sameNames
            && input.values().stream().allMatch(InputLiteral::canBeWritten)
            && !literal.isToldElsewhere()
        ? Optional.of(literal)
        : Optional.empty();
  }

  private static boolean setsInput(Line line) {
    List<Token> tokens = line.tokens();
    return tokens.size() > 1
        && tokens.get(0).is("input")
        && !tokens.get(1).is("(")
        && line.tokens().stream().anyMatch(token -> token.text().endsWith("="));
  }

  /** The spans of the values of {@code input = {"key": value, ...}}; none where it is not that. */
  private static Map<String, Span> values(List<Token> tokens) {
    Map<String, Span> values = new LinkedHashMap<>();
    int last = tokens.size() - 1;
    if (last < 3 || !tokens.get(1).is("=") || !tokens.get(2).is("{") || !tokens.get(last).is("}")) {
      return Map.of();
    }
    int at = 3;
    while (at < last) {
      Token key = tokens.get(at);
      if (!isPlain(key) || !tokens.get(at + 1).is(":")) {
        return Map.of();
      }
      int begin = at + 2;
      int end = begin;
      int depth = 0;
      while (end < last && (depth > 0 || !tokens.get(end).is(","))) {
        depth += tokens.get(end).nesting();
        end++;
        if (depth < 0) {
          // The bracket at the end is that of something behind the display.
          return Map.of();
        }
      }
      if (end == begin) {
        return Map.of();
      }
      Span span = new Span(tokens.get(begin).start(), tokens.get(end - 1).end());
      if (values.put(key.body(), span) != null) {
        return Map.of();
      }
      at = end + 1;
    }
    return values;
  }

  private static boolean isPlain(Token key) {
    return key.kind() == Kind.STRING && key.prefix().isEmpty() && !key.body().contains("\\");
  }

  private static boolean canBeWritten(PythonValue value) {
    if (value instanceof PythonValue.Items items) {
      return (items.kind() == PythonValue.Items.Kind.LIST
              || items.kind() == PythonValue.Items.Kind.TUPLE)
          && items.items().stream().allMatch(InputLiteral::canBeWritten);
    }
    return value instanceof PythonValue.Int
        || (value instanceof PythonValue.Floating number && number.isFinite())
        || value instanceof PythonValue.Text
        || value instanceof PythonValue.Bool;
  }

  /** Whether a comment or a text, outside of the values, has a number of the input in digits. */
  private boolean isToldElsewhere() {
    StringBuilder words = new StringBuilder();
    int at = 0;
    for (Token token : PythonLexer.tokens(source)) {
      // What no token has is layout and comments.
      words.append(source, at, token.start()).append(' ');
      boolean isValue =
          values.values().stream()
              .anyMatch(span -> span.start() <= token.start() && token.end() <= span.end());
      if (token.kind() == Kind.STRING && !isValue) {
        words.append(token.body()).append(' ');
      }
      at = token.end();
    }
    String rest = words.append(source.substring(at)).toString();
    return rest.chars().anyMatch(Character::isDigit)
        && numbers(input).stream().anyMatch(number -> holds(rest, number));
  }

  private static List<String> numbers(PythonValue value) {
    List<String> numbers = new ArrayList<>();
    if (value instanceof PythonValue.Dict dict) {
      dict.values().forEach(each -> numbers.addAll(numbers(each)));
    } else if (value instanceof PythonValue.Items items) {
      items.items().forEach(each -> numbers.addAll(numbers(each)));
    } else if (value instanceof PythonValue.Int number) {
      numbers.add(number.value().abs().toString());
    } else if (value instanceof PythonValue.Floating number && number.isFinite()) {
      numbers.add(plain(number.decimal().abs()));
    }
    return numbers;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static boolean holds(String text, String number) {
    for (int at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
      int end = at + number.length();
      boolean begins = at == 0 || !Character.isDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isDigit(text.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  /**
   * The source with other values.
   *
   * @param other an input with the same names
   * @return empty where a value cannot be written
   */
  Optional<String> with(PythonValue.Dict other) {
    if (!other.names().equals(input.names())
        || !other.values().stream().allMatch(InputLiteral::canBeWritten)) {
      return Optional.empty();
    }
    StringBuilder changed = new StringBuilder();
    int at = 0;
    for (int i = 0; i < other.size(); i++) {
      Span span = values.get(other.name(i));
      if (span != null && !other.value(i).equals(input.value(i))) {
        changed.append(source, at, span.start()).append(written(other.value(i)));
        at = span.end();
      }
    }
    return Optional.of(changed.append(source.substring(at)).toString());
  }

  private static String written(PythonValue value) {
    if (value instanceof PythonValue.Items items) {
      String inside =
          items.items().stream().map(InputLiteral::written).collect(Collectors.joining(", "));
      boolean list = items.kind() == PythonValue.Items.Kind.LIST;
      return list ? "[" + inside + "]" : "(" + inside + (items.items().size() == 1 ? ",)" : ")");
    }
    if (value instanceof PythonValue.Bool bool) {
      return bool.value() ? "True" : "False";
    }
    // A text in JSON is one in Python, but for characters in two halves, which no input of words
    // has.
    return value instanceof PythonValue.Text ? value.toJson() : value.asText().orElse("None");
  }
}
