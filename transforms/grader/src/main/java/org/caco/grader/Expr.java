package org.caco.grader;

import java.util.List;
import java.util.Set;

/** A formula that can be evaluated. */
sealed interface Expr {
  /** An exact number. */
  record Constant(Rational value) implements Expr {}

  /** One of pi, e, i, infty. */
  record Named(String name) implements Expr {}

  record Variable(String name) implements Expr {}

  /** {@code operator} is one of + - * / ^. */
  record Binary(char operator, Expr left, Expr right) implements Expr {}

  /** A function such as sqrt, root (value, degree), log (value, base), sin. */
  record Call(String function, List<Expr> arguments) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  static Expr of(long value) {
    return new Constant(Rational.of(value));
  }

  static Expr negated(Expr operand) {
    return operand instanceof Constant constant
        ? new Constant(constant.value().negate())
        : new Binary('-', new Constant(Rational.ZERO), operand);
  }

  static Expr call(String function, Expr... arguments) {
    return new Call(function, List.of(arguments));
  }

  /** Adds the names of this formula's variables to {@code names}. */
  default void collectVariables(Set<String> names) {
    if (this instanceof Variable variable) {
      names.add(variable.name());
    } else if (this instanceof Binary binary) {
      binary.left().collectVariables(names);
      binary.right().collectVariables(names);
    } else if (this instanceof Call call) {
      for (Expr argument : call.arguments()) {
        argument.collectVariables(names);
      }
    }
  }

  /** A number that depends on the formula alone, the same on every machine. */
  default long contentHash() {
    if (this instanceof Constant constant) {
      return constant.value().numerator().hashCode() * 31L
          + constant.value().denominator().hashCode();
    }
    if (this instanceof Named named) {
      return named.name().hashCode() * 37L;
    }
    if (this instanceof Variable variable) {
      return variable.name().hashCode() * 41L;
    }
    if (this instanceof Binary binary) {
      return (binary.left().contentHash() * 31 + binary.operator()) * 31
          + binary.right().contentHash();
    }
    Call call = (Call) this;
    long hash = call.function().hashCode();
    for (Expr argument : call.arguments()) {
      hash = hash * 43 + argument.contentHash();
    }
    return hash;
  }

  /** Whether pi, e, i or infty of that {@code name} occurs. */
  default boolean mentions(String name) {
    if (this instanceof Named named) {
      return named.name().equals(name);
    }
    if (this instanceof Binary binary) {
      return binary.left().mentions(name) || binary.right().mentions(name);
    }
    return this instanceof Call call
        && call.arguments().stream().anyMatch(argument -> argument.mentions(name));
  }
}
