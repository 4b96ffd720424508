package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/** A number times a vector or a matrix. */
final class Multiples {
  private Multiples() {}

  /** {@code \frac13 (1, 2, 2)} by its components, or null where {@code tokens} are no such. */
  static @Nullable Answer ofTuple(List<Token> tokens, StructureParser parser, Budget budget) {
    int last = tokens.size() - 1;
    if (last < 4 || !tokens.get(last).is(Kind.CLOSE, ")")) {
      return null;
    }
    int level = 0;
    int open = last;
    for (; open > 0; open--) {
      level += StructureParser.level(tokens.get(open));
      if (level == 0) {
        break;
      }
    }
    List<Token> inside = tokens.subList(open + 1, last);
    if (open == 0 || !StructureParser.contains(inside, ",")) {
      return null;
    }
    Answer.Scalar factor = factor(tokens.subList(0, open), budget);
    if (factor == null
        || !(parser.parse(tokens.subList(open, tokens.size())) instanceof Answer.Group group)
        || group.items().size() < 2) {
      return null;
    }
    List<Answer> items = times(factor, group.items(), budget);
    return items == null ? null : new Answer.Group(group.brackets(), items);
  }

  /** The number that stands before a vector or matrix, or null where it is none. */
  static Answer.@Nullable Scalar factor(List<Token> before, Budget budget) {
    List<Token> tokens = new ArrayList<>(before);
    if (tokens.size() > 1 && tokens.get(tokens.size() - 1).isSymbol("*")) {
      tokens.remove(tokens.size() - 1);
    }
    if (tokens.size() == 1 && (tokens.get(0).isSymbol("-") || tokens.get(0).isSymbol("+"))) {
      tokens.add(new Token(Kind.NUMBER, "1", false));
    }
    try {
      Expr expr = ExprParser.parse(tokens, budget);
      boolean number = ScalarParser.variables(expr).isEmpty() && !expr.mentions("infty");
      return number
          ? new Answer.Scalar(expr, Exact.of(expr, budget), Written.EXACTLY, Unit.NONE)
          : null;
    } catch (SyntaxException e) {
      return null;
    }
  }

  /** Each of {@code items} times {@code factor}, or null where one is no number or formula. */
  static @Nullable List<Answer> times(Answer.Scalar factor, List<Answer> items, Budget budget) {
    List<Answer> products = new ArrayList<>();
    for (Answer item : items) {
      if (!(item instanceof Answer.Scalar scalar)) {
        return null;
      }
      Expr product = new Expr.Binary('*', factor.expr(), scalar.expr());
      products.add(
          new Answer.Scalar(product, Exact.of(product, budget), Written.EXACTLY, scalar.unit()));
    }
    return products;
  }
}
