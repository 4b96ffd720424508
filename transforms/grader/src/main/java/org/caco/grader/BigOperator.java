package org.caco.grader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caco.grader.Token.Kind;

/**
 * Reads what stands around the body of a sum, a product, an integral or a limit. The call that it
 * makes has the body, the bound variable, and the two bounds; of a limit the target and the side: 1
 * from above, -1 from below, 0 both.
 */
final class BigOperator {
  /** The commands, which are functions in formulas too. */
  static final Set<String> NAMES = Set.of("sum", "prod", "int", "lim");

  private final String name;
  private final List<Token> tokens;
  private final int depth;
  private final Budget budget;
  private int at;
  private List<Token> below = List.of();
  private List<Token> above = List.of();
  private List<Token> integrand = List.of();
  private String differential = "";

  private BigOperator(String name, List<Token> tokens, int at, int depth, Budget budget) {
    this.name = name;
    this.tokens = tokens;
    this.at = at;
    this.depth = depth;
    this.budget = budget;
  }

  /**
   * Reads the scripts that begin at {@code at}, and of an integral all up to its differential.
   *
   * @throws SyntaxException where they are not those of the command {@code name}
   */
  static BigOperator read(String name, List<Token> tokens, int at, int depth, Budget budget) {
    BigOperator operator = new BigOperator(name, tokens, at, depth, budget);
    budget.take(1 + (tokens.size() - at) / 10);
    operator.readScripts();
    if (name.equals("int")) {
      operator.readIntegrand();
    }
    return operator;
  }

  /** Whether a formula has one of these. */
  static boolean occursIn(Expr expr) {
    if (expr instanceof Expr.Binary binary) {
      return occursIn(binary.left()) || occursIn(binary.right());
    }
    return expr instanceof Expr.Call call
        && (NAMES.contains(call.function())
            || call.arguments().stream().anyMatch(BigOperator::occursIn));
  }

  /** The variables of a formula but for those that one of these binds. */
  static Set<String> freeVariables(Expr expr) {
    Set<String> names = new HashSet<>();
    if (expr instanceof Expr.Binary binary) {
      names.addAll(freeVariables(binary.left()));
      names.addAll(freeVariables(binary.right()));
    } else if (expr instanceof Expr.Call call) {
      List<Expr> arguments = call.arguments();
      boolean binds = NAMES.contains(call.function());
      if (binds) {
        names.addAll(freeVariables(arguments.get(0)));
        names.removeAll(ScalarParser.variables(arguments.get(1)));
      }
      arguments.stream().skip(binds ? 2 : 0).forEach(each -> names.addAll(freeVariables(each)));
    } else {
      expr.collectVariables(names);
    }
    return names;
  }

  /** Where what was read ends. */
  int end() {
    return at;
  }

  private void readScripts() {
    while (at < tokens.size() && (below.isEmpty() || above.isEmpty())) {
      if (below.isEmpty() && tokens.get(at).isSymbol("_")) {
        below = script();
      } else if (above.isEmpty() && tokens.get(at).isSymbol("^")) {
        above = script();
      } else {
        break;
      }
    }
    if (below.isEmpty() || above.isEmpty() != name.equals("lim")) {
      throw new SyntaxException("the bounds of a sum, product, integral or limit");
    }
  }

  /** A group, or one token; which digits of a number belong to it would be a guess. */
  private List<Token> script() {
    int start = at + 1;
    if (start >= tokens.size()) {
      throw new SyntaxException("a bound, found the end");
    }
    Token first = tokens.get(start);
    if (!first.is(Kind.OPEN, "{")) {
      if (first.isNumber() && first.text().length() > 1) {
        throw new SyntaxException("a bound of one digit, found more without braces");
      }
      at = start + 1;
      return tokens.subList(start, at);
    }
    int depth = 0;
    for (int i = start; i < tokens.size(); i++) {
      Kind kind = tokens.get(i).kind();
      depth += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
      if (depth == 0) {
        at = i + 1;
        return tokens.subList(start + 1, i);
      }
    }
    throw new SyntaxException("the brace that closes a bound");
  }

  /** The call of a sum, a product or a limit of {@code body}. */
  Expr over(Expr body) {
    String sign = name.equals("lim") ? "→" : "=";
    if (below.size() < 3 || below.get(0).kind() != Kind.NAME || !below.get(1).isSymbol(sign)) {
      throw new SyntaxException("a variable and where it begins below a sum or limit");
    }
    Expr.Variable variable = variable(below.get(0).text());
    List<Token> rest = below.subList(2, below.size());
    if (!name.equals("lim")) {
      return Expr.call(name, bound(body, variable), variable, formula(rest), formula(above));
    }
    int last = rest.size() - 1;
    boolean braces = last > 3 && rest.get(last).is(Kind.CLOSE, "}");
    int mark = braces ? last - 1 : last;
    int power = braces ? last - 3 : last - 1;
    int side = 0;
    if (power > 0 && rest.get(power).isSymbol("^")) {
      side = rest.get(mark).isSymbol("+") ? 1 : rest.get(mark).isSymbol("-") ? -1 : 0;
    }
    List<Token> target = side == 0 ? rest : rest.subList(0, power);
    return Expr.call(name, bound(body, variable), variable, formula(target), Expr.of(side));
  }

  /** The call of an integral, or its value where that of a polynomial can be told. */
  Expr integral() {
    Expr.Variable variable = variable(differential);
    Expr body = integrand.isEmpty() ? Expr.of(1) : bound(formula(integrand), variable);
    Expr low = formula(below);
    Expr high = formula(above);
    Rational from = Exact.of(low, budget);
    Rational to = Exact.of(high, budget);
    Polynomial polynomial = Polynomial.of(body, variable.name(), budget);
    return polynomial == null || from == null || to == null
        ? Expr.call(name, body, variable, low, high)
        : new Expr.Constant(polynomial.integral(from, to));
  }

  private void readIntegrand() {
    int level = 0;
    int start = at;
    for (; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      level += token.kind() == Kind.OPEN ? 1 : token.kind() == Kind.CLOSE ? -1 : 0;
      if (level == 0 && differential(token)) {
        integrand = new ArrayList<>(tokens.subList(start, at));
        if (token.kind() == Kind.WORD) {
          // xdx, which is one run of letters
          for (char factor : token.text().substring(0, token.text().length() - 2).toCharArray()) {
            integrand.add(new Token(Kind.NAME, String.valueOf(factor), false));
          }
          differential = token.text().substring(token.text().length() - 1);
        } else {
          differential = tokens.get(++at).text();
        }
        at++;
        return;
      }
    }
    throw new SyntaxException("the differential of an integral");
  }

  private boolean differential(Token token) {
    String text = token.text();
    return token.kind() == Kind.WORD
        ? text.length() > 1 && text.charAt(text.length() - 2) == 'd'
        : token.is(Kind.NAME, "d")
            && at + 1 < tokens.size()
            && tokens.get(at + 1).kind() == Kind.NAME;
  }

  private static Expr.Variable variable(String name) {
    if (Set.of("pi", "infty").contains(name)) {
      throw new SyntaxException("one variable, found " + name);
    }
    return new Expr.Variable(name);
  }

  /** The body with an i that counts read as that, and not as the root of -1. */
  private static Expr bound(Expr body, Expr.Variable variable) {
    if (body instanceof Expr.Named named) {
      return named.name().equals(variable.name()) ? variable : body;
    }
    if (body instanceof Expr.Binary binary) {
      return new Expr.Binary(
          binary.operator(), bound(binary.left(), variable), bound(binary.right(), variable));
    }
    return body instanceof Expr.Call call
        ? new Expr.Call(
            call.function(),
            call.arguments().stream().map(argument -> bound(argument, variable)).toList())
        : body;
  }

  private Expr formula(List<Token> part) {
    return ExprParser.parse(part, budget, 1, depth + 1);
  }
}
