package org.caco.grader;

import java.util.List;
import org.caco.grader.Token.Kind;

/** The degree sign, which LaTeX writes as an exponent. */
final class Degrees {
  private Degrees() {}

  /** {@code operand} degrees in radians. */
  static Expr of(Expr operand) {
    Expr degree = new Expr.Binary('/', new Expr.Named("pi"), Expr.of(180));
    return new Expr.Binary('*', operand, degree);
  }

  /** Whether {@code ^\circ} or {@code ^{\circ}} stands at {@code at}. */
  static boolean isExponent(List<Token> tokens, int at) {
    if (at + 1 >= tokens.size() || !tokens.get(at).isSymbol("^")) {
      return false;
    }
    return tokens.get(at + 1).isSymbol("°")
        || (at + 3 < tokens.size()
            && tokens.get(at + 1).is(Kind.OPEN, "{")
            && tokens.get(at + 2).isSymbol("°")
            && tokens.get(at + 3).is(Kind.CLOSE, "}"));
  }
}
