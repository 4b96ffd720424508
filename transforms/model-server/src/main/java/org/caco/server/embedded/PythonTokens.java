package org.caco.server.embedded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Token;
import org.caco.server.embedded.Expr.Op;

/** The tokens of one line of Python, and its expressions by recursive descent. */
final class PythonTokens {
  private static final Set<String> SIGNS =
      Set.of(
          "**", "//=", "//", "-=", "+=", "*=", "/=", "%=", "<=", ">=", "==", "!=", "-", "+", "*",
          "/", "%", "<", ">", "=", "(", ")", ":", ",", "{", "}", "[", "]", ".");

  private static final int MAX_DEPTH = 50;
  private static final Token END = new Token(Kind.SIGN, "", 0);

  private final List<Token> tokens;
  private int at;
  private int depth;

  PythonTokens(String line) {
    this(PythonLexer.tokens(line));
  }

  PythonTokens(List<Token> tokens) {
    this.tokens = tokens;
    if (!tokens.stream().allMatch(PythonTokens::isPlain)) {
      throw new CannotException("it has parts that are no plain arithmetic");
    }
  }

  private static boolean isPlain(Token token) {
    return switch (token.kind()) {
      case NAME -> true;
      case NUMBER ->
          token.text().chars().allMatch(c -> c == '.' || c == '_' || isDigit(c))
              && token.text().indexOf('.') == token.text().lastIndexOf('.');
      case STRING -> token.isClosed() && token.text().indexOf('\\') < 0;
      case SIGN -> SIGNS.contains(token.text());
    };
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Token peek() {
    return at < tokens.size() ? tokens.get(at) : END;
  }

  boolean accept(String text) {
    if (peek().is(text)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String text) {
    if (!accept(text)) {
      throw unexpected();
    }
  }

  private CannotException unexpected() {
    return new CannotException("it has steps that are no plain arithmetic");
  }

  private String take(Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected();
    }
    return tokens.get(at++).text();
  }

  String name() {
    return take(Kind.NAME);
  }

  boolean isString() {
    return peek().kind() == Kind.STRING;
  }

  String string() {
    if (!isString() || !peek().prefix().isEmpty()) {
      throw unexpected();
    }
    return tokens.get(at++).body();
  }

  Expr.Num number() {
    boolean negative = accept("-");
    String text = take(Kind.NUMBER).replace("_", "");
    Rational value = Rational.of(new BigDecimal(text));
    return new Expr.Num(negative ? value.negate() : value, text.indexOf('.') >= 0);
  }

  /** The operator of {@code +=} and its like. */
  Op augmented() {
    String text = take(Kind.SIGN);
    if (text.length() < 2 || !text.endsWith("=")) {
      throw unexpected();
    }
    return Op.ofSymbol(text.substring(0, text.length() - 1));
  }

  Op operator() {
    return Op.ofSymbol(take(Kind.SIGN));
  }

  String comparison() {
    String text = take(Kind.SIGN);
    Evaluator.holds(text, 0);
    return text;
  }

  Expr expression() {
    if (++depth > MAX_DEPTH) {
      throw new CannotException("an expression that is nested too deep");
    }
    Expr value = binary(1);
    if (accept("if")) {
      Expr left = binary(1);
      String comparison = comparison();
      Expr right = binary(1);
      expect("else");
      value = new Expr.Cond(comparison, left, right, value, expression());
    }
    depth--;
    return value;
  }

  private Expr binary(int precedence) {
    if (precedence > 2) {
      return unary();
    }
    Expr left = binary(precedence + 1);
    while (true) {
      Op found = null;
      for (Op op : Op.values()) {
        if (op.precedence() == precedence && peek().is(op.symbol())) {
          found = op;
        }
      }
      if (found == null || peek().kind() != Kind.SIGN) {
        return left;
      }
      at++;
      left = new Expr.Bin(found, left, binary(precedence + 1));
    }
  }

  private Expr unary() {
    if (accept("-")) {
      if (peek().kind() == Kind.NUMBER) {
        at--;
        return number();
      }
      return new Expr.Bin(Op.SUBTRACT, Expr.Num.of(0), unary());
    }
    if (peek().kind() == Kind.NUMBER) {
      return number();
    }
    if (accept("(")) {
      Expr inner = expression();
      expect(")");
      return inner;
    }
    String name = name();
    if (name.equals("math") && accept(".")) {
      name = name();
    }
    return accept("(") ? call(name) : new Expr.Ref(name);
  }

  private Expr call(String name) {
    if (name.equals("Fraction") && isString()) {
      Expr.Num literal = new PythonTokens(string()).number();
      expect(")");
      return new Expr.Call("exact", new Expr.Num(literal.value(), true));
    }
    if (name.equals("Fraction") && accept("str")) {
      expect("(");
      Expr inner = expression();
      expect(")");
      expect(")");
      return new Expr.Call("exact", inner);
    }
    List<Expr> args = new ArrayList<>();
    while (!accept(")")) {
      args.add(expression());
      accept(",");
    }
    return new Expr.Call(name, args);
  }
}
