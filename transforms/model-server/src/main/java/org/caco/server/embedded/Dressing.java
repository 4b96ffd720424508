package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.Expr.Num;
import org.caco.server.embedded.PlainStep.Kind;
import org.caco.server.embedded.Skeleton.Node;

/**
 * Gives a flow names that tell a story and numbers that work out: each input gets both at its first
 * use, where it is known what it must fit.
 */
final class Dressing {
  private static final int MOST_DIVISOR = 40;
  private static final Rational LARGEST = Rational.of(2_000_000);

  /** A value that has its name. */
  private record Named(String name, String noun, Expr.Ref ref) {}

  private final Random random;
  private final DressingNumbers numbers;
  private final Map<Integer, Named> named = new HashMap<>();
  private final List<Quantity> inputs = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Scene scene;
  private final String item;
  private Evaluator evaluator;

  Dressing(Random random) {
    this.random = random;
    this.numbers = new DressingNumbers(random);
    this.scene = Scene.any(random);
    this.item = pick(scene.items());
    this.evaluator =
        Evaluator.run(new Computation("", List.of(), List.of(), Num.of(0)), Arithmetic.EXACT);
  }

  /**
   * The flow with names and numbers.
   *
   * @throws CannotException where no numbers fit
   */
  Computation dress(Skeleton skeleton) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < skeleton.nodes().size(); i++) {
      PlainStep step = step(skeleton.nodes().get(i), i);
      evaluator.define(step.result(), evaluator.value(step.expr()));
      Rational value = valueOf(step.result());
      if (value.signum() <= 0 || value.compareTo(LARGEST) > 0 || !value.round(4).equals(value)) {
        throw new CannotException("the numbers do not work out");
      }
      steps.add(new Step(step.result(), step.expr()));
    }
    String result = steps.get(steps.size() - 1).name();
    String function = pick(Lexicon.VERBS) + "_" + result;
    return new Computation(function, inputs, steps, new Expr.Ref(result)).pruned();
  }

  private PlainStep step(Node node, int index) {
    Kind kind = node.kind();
    List<Integer> operands = new ArrayList<>(node.operands());
    if (kind.ofList()) {
      return list(kind, operands.get(0), index);
    }
    if (kind == Kind.DIFFERENCE
        || kind == Kind.QUOTIENT
        || kind == Kind.WHOLE_TIMES
        || kind == Kind.REMAINDER) {
      kind = fit(kind, operands);
    }
    Named known = named.get(operands.get(0));
    Named first = known != null ? known : first(kind, operands);
    named.put(operands.get(0), first);
    List<Expr> atoms = new ArrayList<>();
    atoms.add(first.ref());
    Named last = first;
    for (int i = 1; i < operands.size(); i++) {
      Named operand = named.get(operands.get(i));
      if (operand == null) {
        operand = next(kind, i, last, atoms);
        named.put(operands.get(i), operand);
      }
      atoms.add(operand.ref());
      last = operand;
    }
    Named result = result(kind, first, last);
    named.put(index, result);
    return new PlainStep(kind, result.name(), atoms);
  }

  /** Where both operands are known, the order or the kind that makes sense for their values. */
  private Kind fit(Kind kind, List<Integer> operands) {
    Named a = named.get(operands.get(0));
    Named b = named.get(operands.get(1));
    if (a == null || b == null) {
      return kind;
    }
    Rational left = valueOf(a.name());
    Rational right = valueOf(b.name());
    if (left.equals(right)) {
      return Kind.SUM;
    }
    if (left.compareTo(right) < 0) {
      Integer first = operands.get(0);
      operands.set(0, operands.get(1));
      operands.set(1, first);
      Rational swapped = left;
      left = right;
      right = swapped;
    }
    Rational quotient = left.dividedBy(right);
    if ((kind == Kind.QUOTIENT && !quotient.round(2).equals(quotient))
        || (kind == Kind.REMAINDER && quotient.isInteger())) {
      return Kind.WHOLE_TIMES;
    }
    return kind;
  }

  private PlainStep list(Kind kind, int operand, int index) {
    Named list = named.get(operand);
    if (list == null) {
      String noun = random.nextInt(3) == 0 ? pick(scene.items()) : item;
      String name = fresh(pick(Lexicon.SERIES) + "_" + noun);
      Quantity quantity = new Quantity(name, numbers.list(), true);
      inputs.add(quantity);
      evaluator = withInputs();
      list = new Named(name, noun, new Expr.Ref(name));
      named.put(operand, list);
    }
    String adjective =
        switch (kind) {
          case HIGHEST -> "most_";
          case LOWEST -> "fewest_";
          default -> pick(Lexicon.ALL) + "_";
        };
    Named result = named(fresh(adjective + list.noun()), list.noun());
    named.put(index, result);
    return new PlainStep(kind, result.name(), List.of(list.ref()));
  }

  /** The evaluator with a new list, and all values so far. */
  private Evaluator withInputs() {
    Evaluator next =
        Evaluator.run(new Computation("", inputs, List.of(), Num.of(0)), Arithmetic.EXACT);
    for (Named value : named.values()) {
      if (!evaluator.isList(value.ref())) {
        next.define(value.name(), evaluator.value(value.ref()));
      }
    }
    return next;
  }

  private Rational valueOf(String name) {
    return evaluator.value(new Expr.Ref(name)).exact();
  }

  private Named input(String name, String noun, Rational value) {
    Named input = named(fresh(name), noun);
    Num num = Num.of(value);
    inputs.add(Quantity.of(input.name(), num));
    evaluator.define(input.name(), Value.ofFraction(value));
    return input;
  }

  private static Named named(String name, String noun) {
    return new Named(name, noun, new Expr.Ref(name));
  }

  /** A new input as the first operand. */
  private Named first(Kind kind, List<Integer> operands) {
    Named second = operands.size() > 1 ? named.get(operands.get(1)) : null;
    if (second != null) {
      Rational value = numbers.above(kind, valueOf(second.name()));
      if (kind == Kind.PRODUCT) {
        return input(pick(Lexicon.KINDS) + "_" + pick(scene.holders()), second.noun(), value);
      }
      return input(pick(scene.addedOf(second.noun())) + "_" + second.noun(), second.noun(), value);
    }
    if (kind == Kind.PRODUCT) {
      String holder = pick(scene.holders());
      String name = random.nextBoolean() ? pick(Lexicon.KINDS) + "_" + holder : holder;
      return input(name, holder, numbers.small());
    }
    String noun = random.nextInt(3) == 0 ? pick(scene.items()) : item;
    return input(pick(scene.addedOf(noun)) + "_" + noun, noun, numbers.start());
  }

  /** A new input as a later operand, fitting the value and the noun of those before it. */
  private Named next(Kind kind, int position, Named before, List<Expr> atoms) {
    Rational value = evaluator.value(atoms.get(0)).exact();
    String noun = before.noun();
    switch (kind) {
      case SUM:
        return input(pick(scene.addedOf(noun)) + "_" + noun, noun, numbers.like(value));
      case DIFFERENCE:
        for (Expr atom : atoms.subList(1, atoms.size())) {
          value = value.minus(evaluator.value(atom).exact());
        }
        return input(pick(scene.takenOf(noun)) + "_" + noun, noun, numbers.below(value));
      case PRODUCT:
        return factor(noun);
      case QUOTIENT:
        String group = pick(scene.groups());
        return input(group, group, numbers.divisor(value, MOST_DIVISOR));
      case WHOLE_TIMES, REMAINDER:
        String holder = pick(scene.holders());
        return input(noun + "_per_" + Lexicon.singular(holder), holder, numbers.group(value));
      case PERCENTAGE:
        String which = pick(scene.takenOf(noun));
        return input("percent_of_" + which + "_" + noun, which, numbers.percent(value));
      case SMALLER:
        return input("allowed_" + noun, noun, numbers.slightlyBelow(value));
      case LARGER:
        return input("required_" + noun, noun, numbers.slightlyAbove(value));
      case GROWTH, DECLINE, MULTIPLICATION:
        return repeated(kind, position, noun, value);
      case IF_MORE, IF_AT_LEAST:
        if (position == 1) {
          return input("limit_of_" + noun, noun, numbers.slightlyBelow(value));
        }
        return input(pick(scene.takenOf(noun)) + "_" + noun, noun, numbers.below(value));
      default:
        throw new CannotException("a step of this kind");
    }
  }

  private Named factor(String noun) {
    // Crates hold apples; an apple has seeds, and not pears.
    String of = scene.holders().contains(noun) ? item : pick(scene.parts());
    if (random.nextInt(4) == 0 && !noun.equals("dollars")) {
      return input("dollars_per_" + Lexicon.singular(noun), "dollars", numbers.price());
    }
    return input(of + "_per_" + Lexicon.singular(noun), of, numbers.factor());
  }

  /** What is added, taken or multiplied with again and again, and how often. */
  private Named repeated(Kind kind, int position, String noun, Rational value) {
    String span = pick(Lexicon.SPANS);
    if (position == 2) {
      return input(noun + "_of_change", noun, numbers.times());
    }
    boolean factor = kind == Kind.MULTIPLICATION;
    return input(
        (factor ? "factor_for_" : "change_in_") + noun + "_per_" + Lexicon.singular(span),
        span,
        factor ? numbers.multiplier() : numbers.change(value));
  }

  private Named result(Kind kind, Named first, Named last) {
    boolean mixed =
        (kind == Kind.SUM || kind == Kind.DIFFERENCE) && !first.noun().equals(last.noun());
    boolean money = first.noun().equals("dollars") || last.noun().equals("dollars");
    // Apples and pears are items together; dollars and pears are points at best.
    String noun = !mixed ? first.noun() : money ? "points" : "items";
    return switch (kind) {
      case SUM -> named(fresh(pick(Lexicon.ALL) + "_" + noun), noun);
      case DIFFERENCE ->
          named(
              fresh(
                  pick(scene.items().contains(noun) ? Lexicon.LEFT : Lexicon.LEFT_OF_ANYTHING)
                      + "_"
                      + noun),
              noun);
      case PRODUCT -> named(fresh(pick(Lexicon.ALL) + "_" + last.noun()), last.noun());
      case QUOTIENT -> named(fresh(noun + "_per_" + Lexicon.singular(last.noun())), noun);
      case WHOLE_TIMES -> named(fresh("full_" + last.noun()), last.noun());
      case REMAINDER -> named(fresh("leftover_" + noun), noun);
      case PERCENTAGE -> named(fresh(last.noun() + "_" + noun), noun);
      default -> named(fresh(pick(Lexicon.FINAL) + "_" + noun), noun);
    };
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int attempt = 0; !taken.add(name); attempt++) {
      if (attempt > 8) {
        throw new CannotException("the names run out");
      }
      name = pick(Lexicon.AGAIN) + "_" + wanted;
    }
    return name;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
