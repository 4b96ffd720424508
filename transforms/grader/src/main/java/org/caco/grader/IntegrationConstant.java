package org.caco.grader;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constant that an antiderivative ends in: {@code x^2 + C} and {@code x^2 + c} are the same,
 * while {@code a + C} and {@code a + c} are not, since there both may be sides of a triangle.
 */
final class IntegrationConstant {
  private static final Set<String> NAMES = Set.of("C", "c", "K", "k", "C_1", "c_1", "C_0");
  private static final Set<String> INTEGRATED =
      Set.of("x", "y", "z", "t", "u", "v", "w", "s", "r", "theta");

  private IntegrationConstant() {}

  /** Whether both end in a constant, of another name, and are the same otherwise. */
  static boolean isOnlyDifference(Expr a, Expr b, Budget budget) {
    Expr restA = rest(a);
    Expr restB = rest(b);
    return restA != null
        && restB != null
        && new Numeric(budget).compare(restA, restB) == Numeric.Relation.EQUAL;
  }

  /** What is left of a sum without its constant, or null where it is no antiderivative. */
  private static @Nullable Expr rest(Expr sum) {
    Expr rest = without(sum);
    if (rest == null) {
      return null;
    }
    Set<String> variables = ScalarParser.variables(rest);
    return !variables.isEmpty() && INTEGRATED.containsAll(variables) ? rest : null;
  }

  private static @Nullable Expr without(Expr sum) {
    if (!(sum instanceof Expr.Binary binary)
        || (binary.operator() != '+' && binary.operator() != '-')) {
      return null;
    }
    if (binary.operator() == '+' && isConstant(binary.right())) {
      return binary.left();
    }
    if (isConstant(binary.left())) {
      return binary.operator() == '+' ? binary.right() : Expr.negated(binary.right());
    }
    Expr left = without(binary.left());
    return left == null ? null : new Expr.Binary(binary.operator(), left, binary.right());
  }

  private static boolean isConstant(Expr expr) {
    return expr instanceof Expr.Variable variable && NAMES.contains(variable.name());
  }
}
