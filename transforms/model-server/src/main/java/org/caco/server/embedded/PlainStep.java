package org.caco.server.embedded;

import java.util.List;
import org.caco.server.embedded.Expr.Num;
import org.caco.server.embedded.Expr.Op;

/**
 * A step that one sentence can state.
 *
 * @param result the name of what the step finds
 * @param atoms literals and names, in the order that the kind defines
 */
record PlainStep(Kind kind, String result, List<Expr> atoms) {
  /** What a step does with its atoms. */
  enum Kind {
    /** a + b + ... */
    SUM,
    /** a - b - ... */
    DIFFERENCE,
    /** a * b * ... */
    PRODUCT,
    /** a / b, exactly */
    QUOTIENT,
    /** how many whole times b goes into a */
    WHOLE_TIMES,
    /** a modulo b */
    REMAINDER,
    /** a * b / 100 */
    PERCENTAGE,
    /** the smaller of a and b */
    SMALLER,
    /** the larger of a and b */
    LARGER,
    /** the sum of a list */
    TOTAL,
    /** the largest value of a list */
    HIGHEST,
    /** the smallest value of a list */
    LOWEST,
    /** how many values a list has */
    COUNT,
    /** a, with b added c times */
    GROWTH,
    /** a, with b taken away c times */
    DECLINE,
    /** a, multiplied by b c times */
    MULTIPLICATION,
    /** c where a is more than b, else d */
    IF_MORE,
    /** c where a is at least b, else d */
    IF_AT_LEAST,
    /** a to b decimal places */
    ROUNDED,
    /** a, up to a whole number */
    ROUNDED_UP,
    /** a, down to a whole number */
    ROUNDED_DOWN;

    /** Whether the step's one atom is a list. */
    boolean ofList() {
      return this == TOTAL || this == HIGHEST || this == LOWEST || this == COUNT;
    }
  }

  /** The step as an expression. */
  Expr expr() {
    return switch (kind) {
      case SUM -> chain(Op.ADD);
      case DIFFERENCE -> chain(Op.SUBTRACT);
      case PRODUCT -> chain(Op.MULTIPLY);
      case QUOTIENT -> chain(Op.DIVIDE);
      case WHOLE_TIMES -> chain(Op.FLOOR_DIVIDE);
      case REMAINDER -> chain(Op.MODULO);
      case PERCENTAGE -> new Expr.Bin(Op.DIVIDE, chain(Op.MULTIPLY), Num.of(100));
      case SMALLER -> new Expr.Call("min", atoms);
      case LARGER -> new Expr.Call("max", atoms);
      case TOTAL -> new Expr.Call("sum", atoms);
      case HIGHEST -> new Expr.Call("max", atoms);
      case LOWEST -> new Expr.Call("min", atoms);
      case COUNT -> new Expr.Call("len", atoms);
      case GROWTH -> repeat(Op.ADD);
      case DECLINE -> repeat(Op.SUBTRACT);
      case MULTIPLICATION -> repeat(Op.MULTIPLY);
      case IF_MORE -> choice(">");
      case IF_AT_LEAST -> choice(">=");
      case ROUNDED -> new Expr.Call("round", atoms);
      case ROUNDED_UP -> new Expr.Call("ceil", atoms);
      case ROUNDED_DOWN -> new Expr.Call("floor", atoms);
    };
  }

  private Expr chain(Op op) {
    Expr left = atoms.get(0);
    for (Expr atom : atoms.subList(1, atoms.size())) {
      left = new Expr.Bin(op, left, atom);
    }
    return left;
  }

  private Expr repeat(Op op) {
    return new Expr.Repeat(atoms.get(0), op, atoms.get(1), atoms.get(2));
  }

  private Expr choice(String comparison) {
    return new Expr.Cond(comparison, atoms.get(0), atoms.get(1), atoms.get(2), atoms.get(3));
  }
}
