package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Parses tokens into a formula by precedence: sums, products (also of neighbours without a sign),
 * signs, powers, and what comes after a value: factorial, percent, degree.
 */
final class ExprParser {
  private static final int MAX_DEPTH = 120;
  private static final Set<String> WITH_BARE_ARGUMENT =
      Set.of(
          "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
          "tanh", "log", "ln", "log10", "exp");

  private final List<Token> tokens;
  private final int end;
  private final Budget budget;
  private final int sign;
  private int at;
  private int depth;
  private int bars;

  private ExprParser(List<Token> tokens, Budget budget, int sign, int depth) {
    // a copy: \frac12 cuts its number in two
    this.tokens = Combinations.rewritten(tokens);
    this.end = this.tokens.size();
    this.budget = budget;
    this.sign = sign;
    this.depth = depth;
  }

  /** The formula that {@code tokens} spell. Throws SyntaxException where they spell none. */
  static Expr parse(List<Token> tokens, Budget budget) {
    return parse(tokens, budget, 1);
  }

  /** As above, with ± and ∓ read as plus where {@code sign} is 1 and as minus where it is -1. */
  static Expr parse(List<Token> tokens, Budget budget, int sign) {
    return parse(tokens, budget, sign, 0);
  }

  /** As above, of a part that stands {@code depth} levels deep in another. */
  static Expr parse(List<Token> tokens, Budget budget, int sign, int depth) {
    ExprParser parser = new ExprParser(tokens, budget, sign, depth);
    Expr result = parser.whole();
    if (parser.at != parser.end) {
      throw new SyntaxException("the end of a formula");
    }
    return result;
  }

  private @Nullable Token peek() {
    return at < end ? tokens.get(at) : null;
  }

  private boolean accept(String symbol) {
    if (at < end && tokens.get(at).isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  /** All between brackets, or from end to end: {@code n \choose k} takes in whole sums. */
  private Expr whole() {
    Expr above = sum();
    if (at < end && Letters.isChoose(tokens.get(at))) {
      at++;
      return Expr.call("binom", above, sum());
    }
    return above;
  }

  private Expr sum() {
    budget.take(1);
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("a formula that is nested less deep");
    }
    Expr result = product();
    while (at < end) {
      if (accept("+")) {
        result = new Expr.Binary('+', result, product());
      } else if (accept("-")) {
        result = new Expr.Binary('-', result, product());
      } else if (accept("±")) {
        result = new Expr.Binary(sign > 0 ? '+' : '-', result, product());
      } else {
        break;
      }
    }
    depth--;
    return result;
  }

  private Expr product() {
    Expr result = signed();
    while (at < end) {
      budget.take(1);
      if (accept("*")) {
        result = new Expr.Binary('*', result, signed());
      } else if (accept("/")) {
        result = new Expr.Binary('/', result, signed());
      } else if (startsFactor()) {
        result = new Expr.Binary('*', result, power());
      } else {
        break;
      }
    }
    return result;
  }

  /** Whether a factor starts here that may follow another without a sign. */
  private boolean startsFactor() {
    Token token = tokens.get(at);
    return switch (token.kind()) {
      case NAME, WORD -> !Letters.isChoose(token);
      case FUNCTION, OPEN -> true;
      case NUMBER -> !tokens.get(at - 1).isNumber();
      case SYMBOL -> token.text().equals("|") && bars == 0;
      default -> false;
    };
  }

  private Expr signed() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("a formula that is nested less deep");
    }
    try {
      if (accept("-")) {
        return Expr.negated(signed());
      }
      if (accept("±")) {
        Expr operand = signed();
        return sign > 0 ? operand : Expr.negated(operand);
      }
      return accept("+") ? signed() : power();
    } finally {
      depth--;
    }
  }

  private Expr power() {
    Expr base = postfix(primary());
    if (accept("^")) {
      Expr exponent = scriptOrSigned();
      Expr result = new Expr.Binary('^', base, exponent);
      return postfix(result);
    }
    return base;
  }

  private Expr scriptOrSigned() {
    Token token = peek();
    if (token != null && token.is(Kind.OPEN, "{")) {
      return group("}");
    }
    return signed();
  }

  private Expr postfix(Expr operand) {
    Expr result = operand;
    while (at < end) {
      if (accept("!")) {
        result = Expr.call("factorial", result);
      } else if (accept("%")) {
        result = new Expr.Binary('/', result, Expr.of(100));
      } else if (accept("°")) {
        result = Degrees.of(result);
      } else if (Degrees.isExponent(tokens, at)) {
        at += tokens.get(at + 1).kind() == Kind.OPEN ? 4 : 2;
        result = Degrees.of(result);
      } else {
        break;
      }
    }
    return result;
  }

  private Expr primary() {
    Token token = peek();
    if (token == null) {
      throw new SyntaxException("a value, found the end");
    }
    budget.take(1);
    at++;
    switch (token.kind()) {
      case NUMBER, GROUPED:
        return number();
      case NAME:
        return named(token);
      case FUNCTION:
        return function(token.text());
      case OPEN:
        at--;
        return bracketed(token.text());
      case SYMBOL:
        if (token.text().equals("|")) {
          return absolute();
        }
        break;
      default:
    }
    throw new SyntaxException("a value, found " + token.text());
  }

  private Expr absolute() {
    bars++;
    Expr inner = sum();
    if (!accept("|")) {
      throw new SyntaxException("the second bar of an absolute value");
    }
    bars--;
    return Expr.call("abs", inner);
  }

  private Expr bracketed(String open) {
    return switch (open) {
      case "(" -> group(")");
      case "[" -> group("]");
      case "{" -> group("}");
      case "⌊" -> Expr.call("floor", group("⌋"));
      case "⌈" -> Expr.call("ceil", group("⌉"));
      default -> throw new SyntaxException("a value in brackets, found a set");
    };
  }

  private Expr group(String close) {
    at++;
    int outerBars = bars;
    bars = 0;
    Expr inner = whole();
    bars = outerBars;
    if (at >= end || !tokens.get(at).is(Kind.CLOSE, close)) {
      throw new SyntaxException("the bracket that closes another");
    }
    at++;
    return inner;
  }

  private Expr number() {
    NumberReader number = NumberReader.read(tokens, at - 1);
    at = number.end();
    return new Expr.Constant(number.value());
  }

  private Expr named(Token token) {
    String name = token.text();
    if (Set.of("pi", "infty", "e", "i").contains(name)) {
      return new Expr.Named(name);
    }
    if (BigOperator.NAMES.contains(name)) {
      BigOperator operator = BigOperator.read(name, tokens, at, depth, budget);
      at = operator.end();
      return name.equals("int") ? operator.integral() : operator.over(product());
    }
    StringBuilder full = new StringBuilder(name);
    if (accept("_")) {
      full.append('_');
      at = Letters.addSubscript(tokens, at, full);
    }
    while (accept("'")) {
      full.append('\'');
    }
    return new Expr.Variable(full.toString());
  }

  private Expr function(String name) {
    return switch (name) {
      case "frac", "binom" -> {
        Expr first = argument();
        if (name.equals("binom") && at < end && tokens.get(at).isSymbol(",")) {
          throw new SyntaxException("the second argument of a binomial, found a comma");
        }
        Expr second = argument();
        yield name.equals("frac")
            ? new Expr.Binary('/', first, second)
            : Expr.call("binom", first, second);
      }
      case "sqrt" -> {
        if (at < end && tokens.get(at).is(Kind.OPEN, "[")) {
          Expr degree = group("]");
          yield Expr.call("root", argument(), degree);
        }
        yield Expr.call("sqrt", radicand());
      }
      case "cbrt" -> Expr.call("root", radicand(), Expr.of(3));
      case "overline" -> throw new SyntaxException("a value, found a line over one");
      default -> applied(name);
    };
  }

  private Expr radicand() {
    return at < end && tokens.get(at).isNumber()
        ? new Expr.Constant(NumberReader.value(tokens.get(at++)))
        : argument();
  }

  /** What stands after \frac or \sqrt: a group, or one token, of a number one digit only. */
  private Expr argument() {
    Token token = peek();
    if (token == null) {
      throw new SyntaxException("an argument, found the end");
    }
    if (token.kind() == Kind.OPEN) {
      return bracketed(token.text());
    }
    if (token.isNumber() && NumberReader.isDigits(token) && token.text().length() > 1) {
      Token rest = new Token(Kind.NUMBER, token.text().substring(1), false);
      tokens.set(at, rest);
      return new Expr.Constant(Rational.of(token.text().charAt(0) - '0'));
    }
    at++;
    return switch (token.kind()) {
      case NUMBER, GROUPED -> new Expr.Constant(NumberReader.value(token));
      case NAME -> named(token);
      case FUNCTION -> function(token.text());
      default -> throw new SyntaxException("an argument of a command");
    };
  }

  private Expr applied(String name) {
    Expr base = null;
    Expr exponent = null;
    if (accept("_")) {
      base = argument();
    }
    if (accept("^")) {
      exponent = scriptOrSigned();
    }
    List<Expr> arguments = new ArrayList<>();
    if (at < end && tokens.get(at).kind() == Kind.OPEN && !tokens.get(at).text().equals("\\{")) {
      arguments.addAll(callArguments());
    } else if (WITH_BARE_ARGUMENT.contains(name)) {
      arguments.add(bareArgument());
    } else {
      throw new SyntaxException("brackets with the arguments of " + name);
    }
    if (base != null) {
      arguments.add(base);
    }
    if (exponent instanceof Expr.Constant constant
        && constant.value().equals(Rational.of(-1))
        && Set.of("sin", "cos", "tan").contains(name)) {
      return new Expr.Call("arc" + name, arguments);
    }
    Expr call = new Expr.Call(name, arguments);
    return exponent == null ? call : new Expr.Binary('^', call, exponent);
  }

  private List<Expr> callArguments() {
    String close =
        switch (tokens.get(at).text()) {
          case "(" -> ")";
          case "[" -> "]";
          default -> "}";
        };
    at++;
    List<Expr> arguments = new ArrayList<>();
    int outerBars = bars;
    bars = 0;
    do {
      arguments.add(sum());
    } while (accept(","));
    bars = outerBars;
    if (at >= end || !tokens.get(at).is(Kind.CLOSE, close)) {
      throw new SyntaxException("the bracket that closes another");
    }
    at++;
    return arguments;
  }

  /** The argument of \sin 3x: the product that follows, up to the next sign or function. */
  private Expr bareArgument() {
    Expr result = accept("-") ? Expr.negated(power()) : power();
    while (at < end && startsFactor() && !isBareFunction(tokens.get(at))) {
      result = new Expr.Binary('*', result, power());
    }
    return result;
  }

  private static boolean isBareFunction(Token token) {
    return token.kind() == Kind.FUNCTION && WITH_BARE_ARGUMENT.contains(token.text());
  }
}
