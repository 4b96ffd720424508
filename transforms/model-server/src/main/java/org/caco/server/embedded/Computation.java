package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A straight-line computation: named quantities, steps that each name one expression over what came
 * before, and the expression that is the answer.
 *
 * @param function the name of the function that computes it, or empty
 */
record Computation(String function, List<Quantity> inputs, List<Step> steps, Expr result) {
  /**
   * A quantity that is given.
   *
   * @param list whether it is a list of numbers; otherwise it has one value
   */
  record Quantity(String name, List<Expr.Num> values, boolean list) {
    static Quantity of(String name, Expr.Num value) {
      return new Quantity(name, List.of(value), false);
    }
  }

  /** A named intermediate result. */
  record Step(String name, Expr expr) {}

  Computation {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
  }

  Computation withInputs(List<Quantity> changed) {
    return new Computation(function, changed, steps, result);
  }

  /** Every name that {@code expr} refers to, in order. */
  static Set<String> references(Expr expr) {
    Set<String> names = new LinkedHashSet<>();
    collect(expr, names);
    return names;
  }

  private static void collect(Expr expr, Set<String> names) {
    if (expr instanceof Expr.Ref ref) {
      names.add(ref.name());
    }
    for (Expr child : children(expr)) {
      collect(child, names);
    }
  }

  static List<Expr> children(Expr expr) {
    if (expr instanceof Expr.Bin bin) {
      return List.of(bin.left(), bin.right());
    } else if (expr instanceof Expr.Call call) {
      return call.args();
    } else if (expr instanceof Expr.Cond cond) {
      return List.of(cond.left(), cond.right(), cond.then(), cond.otherwise());
    } else if (expr instanceof Expr.Repeat repeat) {
      return List.of(repeat.start(), repeat.operand(), repeat.times());
    }
    return List.of();
  }

  /** {@code expr} with its direct children replaced, in the order of {@link #children}. */
  static Expr withChildren(Expr expr, List<Expr> to) {
    if (expr instanceof Expr.Bin bin) {
      return new Expr.Bin(bin.op(), to.get(0), to.get(1));
    } else if (expr instanceof Expr.Call call) {
      return new Expr.Call(call.function(), List.copyOf(to));
    } else if (expr instanceof Expr.Cond cond) {
      return new Expr.Cond(cond.comparison(), to.get(0), to.get(1), to.get(2), to.get(3));
    } else if (expr instanceof Expr.Repeat repeat) {
      return new Expr.Repeat(to.get(0), repeat.op(), to.get(1), to.get(2));
    }
    return expr;
  }

  /** This with every name replaced that {@code names} holds. */
  Computation renamed(Map<String, String> names) {
    List<Quantity> newInputs = new ArrayList<>();
    for (Quantity input : inputs) {
      newInputs.add(
          new Quantity(
              names.getOrDefault(input.name(), input.name()), input.values(), input.list()));
    }
    List<Step> newSteps = new ArrayList<>();
    for (Step step : steps) {
      newSteps.add(
          new Step(names.getOrDefault(step.name(), step.name()), rename(step.expr(), names)));
    }
    return new Computation(function, newInputs, newSteps, rename(result, names));
  }

  private static Expr rename(Expr expr, Map<String, String> names) {
    if (expr instanceof Expr.Ref ref) {
      return new Expr.Ref(names.getOrDefault(ref.name(), ref.name()));
    }
    return withChildren(expr, children(expr).stream().map(child -> rename(child, names)).toList());
  }

  /** This without the steps and inputs on which the result does not depend. */
  Computation pruned() {
    Map<String, Expr> definitions = new LinkedHashMap<>();
    steps.forEach(step -> definitions.put(step.name(), step.expr()));
    Set<String> needed = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(references(result));
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      if (needed.add(name) && definitions.containsKey(name)) {
        open.addAll(references(definitions.get(name)));
      }
    }
    return new Computation(
        function,
        inputs.stream().filter(input -> needed.contains(input.name())).toList(),
        steps.stream().filter(step -> needed.contains(step.name())).toList(),
        result);
  }
}
