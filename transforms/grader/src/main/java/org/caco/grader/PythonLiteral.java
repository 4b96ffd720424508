package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Answer.Brackets;

/** Reads a literal of Python, such as the right side of an assert, as an answer. */
final class PythonLiteral {
  private static final int MAX_DEPTH = 100;

  private final String text;
  private final Budget budget;
  private int at;
  private int depth;

  private PythonLiteral(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  /** The value of {@code text}, or null where it is no literal, or a number by itself. */
  static Answer parse(String text, Budget budget) {
    String stripped = text.strip();
    if (stripped.isEmpty() || "[({'\"TFN".indexOf(stripped.charAt(0)) < 0) {
      return null;
    }
    try {
      PythonLiteral parser = new PythonLiteral(stripped, budget);
      Answer result = parser.value();
      parser.skipSpace();
      return parser.at == stripped.length() ? result : null;
    } catch (SyntaxException e) {
      return null;
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(String expected) {
    skipSpace();
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private Answer value() {
    budget.take(1);
    skipSpace();
    if (at >= text.length() || ++depth > MAX_DEPTH) {
      throw new SyntaxException("literal");
    }
    Answer result = valueAt(text.charAt(at));
    depth--;
    return result;
  }

  private Answer valueAt(char c) {
    switch (c) {
      case '[':
        at++;
        return new Answer.Group(Brackets.PYTHON_LIST, items("]"));
      case '(':
        return tuple();
      case '{':
        return setOrDict();
      case '\'':
      case '"':
        return string(c);
      default:
    }
    if (accept("True")) {
      return new Answer.Truth(true);
    }
    if (accept("False")) {
      return new Answer.Truth(false);
    }
    if (accept("None")) {
      return new Answer.Nothing();
    }
    if (accept("set()")) {
      return new Answer.Group(Brackets.PYTHON_SET, List.of());
    }
    return number();
  }

  private List<Answer> items(String close) {
    List<Answer> items = new ArrayList<>();
    while (!accept(close)) {
      if (!items.isEmpty()) {
        expect(",");
        if (accept(close)) {
          break;
        }
      }
      items.add(value());
    }
    return items;
  }

  private void expect(String expected) {
    if (!accept(expected)) {
      throw new SyntaxException("literal");
    }
  }

  private Answer tuple() {
    at++;
    int start = at;
    List<Answer> items = items(")");
    boolean comma = text.substring(start, at - 1).stripTrailing().endsWith(",");
    return items.size() == 1 && !comma
        ? items.get(0)
        : new Answer.Group(Brackets.PYTHON_TUPLE, items);
  }

  private Answer setOrDict() {
    at++;
    List<Answer> keys = new ArrayList<>();
    List<Answer> values = new ArrayList<>();
    while (!accept("}")) {
      if (!keys.isEmpty()) {
        expect(",");
        if (accept("}")) {
          break;
        }
      }
      keys.add(value());
      if (accept(":")) {
        values.add(value());
      }
    }
    if (values.isEmpty() && !keys.isEmpty()) {
      return new Answer.Group(Brackets.PYTHON_SET, keys);
    }
    if (values.size() != keys.size()) {
      throw new SyntaxException("dict");
    }
    return new Answer.Mapping(keys, values);
  }

  private Answer string(char quote) {
    StringBuilder result = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = escaped(text.charAt(at));
      }
      result.append(c);
    }
    if (at++ >= text.length()) {
      throw new SyntaxException("string without end");
    }
    return new Answer.Words(result.toString(), true);
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '\'', '"' -> c;
      default -> throw new SyntaxException("escape");
    };
  }

  private Answer number() {
    int start = at;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    while (at < text.length()
        && (Character.isDigit(text.charAt(at)) || inNumber(text.charAt(at)))) {
      at++;
    }
    return OutputValue.number(text.substring(start, at));
  }

  private boolean inNumber(char c) {
    boolean sign = c == '-' || c == '+';
    return c == '.' || c == 'e' || c == 'E' || (sign && "eE".indexOf(text.charAt(at - 1)) >= 0);
  }
}
