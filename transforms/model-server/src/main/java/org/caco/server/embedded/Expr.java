package org.caco.server.embedded;

import java.util.List;

/** An expression over named quantities, without side effects. */
sealed interface Expr {
  /** A literal; {@code decimal} where it is written with a point. */
  record Num(Rational value, boolean decimal) implements Expr {
    static Num of(long value) {
      return new Num(Rational.of(value), false);
    }

    static Num of(Rational value) {
      return new Num(value, !value.isInteger());
    }
  }

  /** An input or an earlier step, by name. */
  record Ref(String name) implements Expr {}

  /** An operation on two operands. */
  record Bin(Op op, Expr left, Expr right) implements Expr {}

  /** A call of one of {@link Evaluator}'s functions, or, while reading, of a function at hand. */
  record Call(String function, List<Expr> args) implements Expr {
    Call(String function, Expr... args) {
      this(function, List.of(args));
    }
  }

  /** {@code then if left > right else otherwise}, with any comparison. */
  record Cond(String comparison, Expr left, Expr right, Expr then, Expr otherwise)
      implements Expr {}

  /** What {@code start} becomes when {@code op operand} is applied to it {@code times} times. */
  record Repeat(Expr start, Op op, Expr operand, Expr times) implements Expr {}

  /** An operator; {@code DIVIDE} is exact, or Python's on floats, as the arithmetic says. */
  enum Op {
    ADD("+", 1),
    SUBTRACT("-", 1),
    MULTIPLY("*", 2),
    DIVIDE("/", 2),
    FLOOR_DIVIDE("//", 2),
    MODULO("%", 2);

    private final String symbol;
    private final int precedence;

    Op(String symbol, int precedence) {
      this.symbol = symbol;
      this.precedence = precedence;
    }

    String symbol() {
      return symbol;
    }

    int precedence() {
      return precedence;
    }

    static Op ofSymbol(String symbol) {
      for (Op op : values()) {
        if (op.symbol.equals(symbol)) {
          return op;
        }
      }
      throw new CannotException("the operator " + symbol);
    }
  }
}
