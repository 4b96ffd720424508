package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Answer.Brackets;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Token;
import org.jspecify.annotations.Nullable;

/** Reads a literal of Python, such as the right side of an assert, as an answer. */
final class PythonLiteral {
  private static final int MAX_DEPTH = 100;
  private static final Token END = new Token(Kind.SIGN, "", 0);

  private final List<Token> tokens;
  private final Budget budget;
  private int at;
  private int depth;

  private PythonLiteral(List<Token> tokens, Budget budget) {
    this.tokens = tokens;
    this.budget = budget;
  }

  /** The value of {@code text}, or null where it is no literal, or a number by itself. */
  static @Nullable Answer parse(String text, Budget budget) {
    String stripped = text.strip();
    if (stripped.isEmpty() || "[({'\"TFN".indexOf(stripped.charAt(0)) < 0) {
      return null;
    }
    try {
      PythonLiteral parser = new PythonLiteral(PythonLexer.tokens(stripped), budget);
      Answer result = parser.value();
      return parser.at == parser.tokens.size() ? result : null;
    } catch (SyntaxException e) {
      return null;
    }
  }

  private Token peek() {
    return at < tokens.size() ? tokens.get(at) : END;
  }

  private boolean accept(String expected) {
    boolean accepted = peek().is(expected);
    at += accepted ? 1 : 0;
    return accepted;
  }

  private void expect(String expected) {
    if (!accept(expected)) {
      throw new SyntaxException(
          "a literal of Python, found '" + peek().text() + "' for '" + expected + "'");
    }
  }

  private Answer value() {
    budget.take(1);
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("a literal of Python that is nested less deep");
    }
    Token token = peek();
    Answer result =
        switch (token.kind()) {
          case STRING -> string();
          case NAME -> word();
          case NUMBER -> number("");
          case SIGN -> sign();
        };
    depth--;
    return result;
  }

  private Answer sign() {
    if (accept("[")) {
      return new Answer.Group(Brackets.PYTHON_LIST, items("]"));
    }
    if (accept("(")) {
      return tuple();
    }
    if (accept("{")) {
      return setOrDict();
    }
    return accept("-") ? number("-") : number(accept("+") ? "+" : "");
  }

  private Answer word() {
    if (accept("True")) {
      return new Answer.Truth(true);
    }
    if (accept("False")) {
      return new Answer.Truth(false);
    }
    if (accept("None")) {
      return new Answer.Nothing();
    }
    expect("set");
    expect("(");
    expect(")");
    return new Answer.Group(Brackets.PYTHON_SET, List.of());
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

  private Answer tuple() {
    List<Answer> items = items(")");
    boolean comma = tokens.get(at - 2).is(",");
    return items.size() == 1 && !comma
        ? items.get(0)
        : new Answer.Group(Brackets.PYTHON_TUPLE, items);
  }

  private Answer setOrDict() {
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
      throw new SyntaxException("a value for each key of a dict of Python");
    }
    return new Answer.Mapping(keys, values);
  }

  private Answer string() {
    Token token = tokens.get(at++);
    if (!token.prefix().isEmpty() || !token.isClosed()) {
      throw new SyntaxException("a string of Python without a prefix and with an end");
    }
    StringBuilder result = new StringBuilder();
    String body = token.body();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '\\') {
        i++;
        c = escaped(body.charAt(i));
      }
      result.append(c);
    }
    return new Answer.Words(result.toString(), true);
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '\'', '"' -> c;
      default -> throw new SyntaxException("an escape sequence of Python, found \\" + c);
    };
  }

  private Answer number(String sign) {
    if (peek().kind() != Kind.NUMBER) {
      throw new SyntaxException("a literal of Python, found '" + peek().text() + "'");
    }
    return OutputValue.number(sign + tokens.get(at++).text());
  }
}
