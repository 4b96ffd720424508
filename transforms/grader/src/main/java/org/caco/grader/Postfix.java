package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A formula as words in postfix order: {@code n1/2} a number, {@code v0} a variable by its number,
 * {@code kpi} a known constant, {@code o+} an operator, {@code fsum/4} a function and how many
 * arguments it has. The words are made here and hold nothing of the text of an answer.
 */
final class Postfix {
  private final List<String> variables;
  private final List<String> words = new ArrayList<>();

  private Postfix(List<String> variables) {
    this.variables = variables;
  }

  /** The words of two formulas, with the same numbers for their variables. */
  static List<String> of(Expr first, Expr second) {
    Set<String> names = new TreeSet<>(ScalarParser.variables(first));
    names.addAll(ScalarParser.variables(second));
    List<String> variables = List.copyOf(names);
    return Stream.of(first, second)
        .map(
            expr -> {
              Postfix postfix = new Postfix(variables);
              postfix.add(expr);
              return String.join(" ", postfix.words);
            })
        .toList();
  }

  private void add(Expr expr) {
    if (expr instanceof Expr.Constant constant) {
      Rational value = constant.value();
      words.add("n" + value.numerator() + (value.isInteger() ? "" : "/" + value.denominator()));
    } else if (expr instanceof Expr.Named named) {
      words.add("k" + named.name());
    } else if (expr instanceof Expr.Variable variable) {
      words.add("v" + variables.indexOf(variable.name()));
    } else if (expr instanceof Expr.Binary binary) {
      add(binary.left());
      add(binary.right());
      words.add("o" + binary.operator());
    } else {
      Expr.Call call = (Expr.Call) expr;
      call.arguments().forEach(this::add);
      words.add("f" + call.function() + "/" + call.arguments().size());
    }
  }
}
