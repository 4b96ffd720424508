package org.caco.server.embedded;

import com.google.errorprone.annotations.Immutable;
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
  /** Makes an expression of a step's atoms. */
  @Immutable
  private interface Form {
    Expr of(List<Expr> atoms);
  }

  /** What a step does with its atoms. */
  enum Kind {
    /** a + b + ... */
    SUM(of -> chain(Op.ADD, of)),
    /** a - b - ... */
    DIFFERENCE(of -> chain(Op.SUBTRACT, of)),
    /** a * b * ... */
    PRODUCT(of -> chain(Op.MULTIPLY, of)),
    /** a / b, exactly */
    QUOTIENT(of -> chain(Op.DIVIDE, of)),
    /** how many whole times b goes into a */
    WHOLE_TIMES(of -> chain(Op.FLOOR_DIVIDE, of)),
    /** a modulo b */
    REMAINDER(of -> chain(Op.MODULO, of)),
    /** a * b / 100 */
    PERCENTAGE(of -> new Expr.Bin(Op.DIVIDE, chain(Op.MULTIPLY, of), Num.of(100))),
    /** the smaller of a and b */
    SMALLER(of -> new Expr.Call("min", of)),
    /** the larger of a and b */
    LARGER(of -> new Expr.Call("max", of)),
    /** the sum of a list */
    TOTAL(of -> new Expr.Call("sum", of)),
    /** the largest value of a list */
    HIGHEST(of -> new Expr.Call("max", of)),
    /** the smallest value of a list */
    LOWEST(of -> new Expr.Call("min", of)),
    /** how many values a list has */
    COUNT(of -> new Expr.Call("len", of)),
    /** a, with b added c times */
    GROWTH(of -> repeat(Op.ADD, of)),
    /** a, with b taken away c times */
    DECLINE(of -> repeat(Op.SUBTRACT, of)),
    /** a, multiplied by b c times */
    MULTIPLICATION(of -> repeat(Op.MULTIPLY, of)),
    /** c where a is more than b, else d */
    IF_MORE(of -> choice(">", of)),
    /** c where a is at least b, else d */
    IF_AT_LEAST(of -> choice(">=", of)),
    /** a to b decimal places */
    ROUNDED(of -> new Expr.Call("round", of)),
    /** a, up to a whole number */
    ROUNDED_UP(of -> new Expr.Call("ceil", of)),
    /** a, down to a whole number */
    ROUNDED_DOWN(of -> new Expr.Call("floor", of));

    private final Form expr;

    Kind(Form expr) {
      this.expr = expr;
    }

    /** Whether the step's one atom is a list. */
    boolean ofList() {
      return this == TOTAL || this == HIGHEST || this == LOWEST || this == COUNT;
    }

    private static Expr chain(Op op, List<Expr> atoms) {
      Expr left = atoms.get(0);
      for (Expr atom : atoms.subList(1, atoms.size())) {
        left = new Expr.Bin(op, left, atom);
      }
      return left;
    }

    private static Expr repeat(Op op, List<Expr> atoms) {
      return new Expr.Repeat(atoms.get(0), op, atoms.get(1), atoms.get(2));
    }

    private static Expr choice(String comparison, List<Expr> atoms) {
      return new Expr.Cond(comparison, atoms.get(0), atoms.get(1), atoms.get(2), atoms.get(3));
    }
  }

  /** The step as an expression. */
  Expr expr() {
    return kind.expr.of(atoms);
  }
}
