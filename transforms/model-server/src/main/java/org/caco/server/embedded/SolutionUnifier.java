package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.jspecify.annotations.Nullable;

/**
 * Turns a worked solution into a computation by the flow of its numbers: a literal that an earlier
 * calculation gave refers to that calculation, every other is a given quantity.
 */
final class SolutionUnifier {
  private static final List<Expr.Op> DERIVING =
      List.of(Expr.Op.MULTIPLY, Expr.Op.SUBTRACT, Expr.Op.ADD, Expr.Op.DIVIDE);

  /** Factors that readers are expected to know, for calculations that a solution leaves out. */
  private static final List<Long> COMMON =
      List.of(1L, 100L, 2L, 3L, 7L, 12L, 16L, 24L, 60L, 1_000L, 1_000_000L);

  private static final Pattern ANSWER = Pattern.compile("####\\s*\\$?(-?[\\d,]*\\.?\\d+)");
  private static final String BOX = "\\boxed{";
  private static final Pattern BOXED = Pattern.compile("\\s*\\$?(-?[\\d,]*\\.?\\d+)\\s*}");

  /** A calculation's result, and how often later ones have used it. */
  private static final class Produced {
    final String name;
    final Rational value;
    boolean used;

    Produced(String name, Rational value) {
      this.name = name;
      this.value = value;
    }
  }

  private final QuantityNames names;
  private final List<Equation> equations;
  private final @Nullable Rational answer;
  private final boolean rounding;
  private final List<Produced> produced = new ArrayList<>();
  private final Map<Rational, String> given = new LinkedHashMap<>();
  private final List<Quantity> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Equation lastEquation;

  private SolutionUnifier(
      String problem, List<Equation> equations, @Nullable Rational answer, boolean rounding) {
    this.names = new QuantityNames(problem);
    this.equations = equations;
    this.answer = answer;
    this.rounding = rounding;
  }

  /**
   * The computation of a solution.
   *
   * @throws CannotException where the solution shows too few calculations
   */
  static Computation unify(String problem, String solution) {
    List<Equation> equations = Equation.of(Latex.plain(solution));
    Rational answer = answer(solution);
    String text = Latex.plain(problem);
    // Exact first; the roundings that the solution makes on its way only where it needs them.
    Computation exact = new SolutionUnifier(text, equations, answer, false).build();
    if (answer != null && !valueOf(exact).equals(answer)) {
      Computation rounded = new SolutionUnifier(text, equations, answer, true).build();
      if (valueOf(rounded).equals(answer)) {
        return rounded;
      }
    }
    return exact;
  }

  private static Rational valueOf(Computation computation) {
    return Evaluator.result(computation, Arithmetic.EXACT).exact();
  }

  /** The final answer where the text marks it, by {@code ####} or a box, else null. */
  private static @Nullable Rational answer(String solution) {
    Matcher matcher = ANSWER.matcher(solution);
    if (matcher.find()) {
      return Rational.parse(matcher.group(1));
    }
    int box = solution.lastIndexOf(BOX);
    if (box < 0) {
      return null;
    }
    Matcher boxed = BOXED.matcher(solution.substring(box + BOX.length()));
    if (!boxed.lookingAt()) {
      throw new CannotException("the answer is no plain number");
    }
    return Rational.parse(boxed.group(1));
  }

  private Computation build() {
    int last = lastStep();
    lastEquation = equations.get(last);
    for (Equation equation : equations.subList(0, last + 1)) {
      if (!(equation.expr() instanceof Expr.Bin)) {
        continue;
      }
      Set<Produced> uses = new HashSet<>();
      Expr expr = bind(equation.expr(), equation, uses);
      uses.forEach(use -> use.used = true);
      String name = names.ofResult(equation);
      steps.add(new Step(name, rounding ? rounded(expr, equation) : expr));
      produced.add(new Produced(name, equation.value()));
    }
    if (steps.isEmpty()) {
      throw new CannotException("the solution shows no calculation");
    }
    String result = steps.get(steps.size() - 1).name();
    return new Computation("find_" + result, inputs, steps, new Expr.Ref(result)).pruned();
  }

  /** The last calculation that gives the answer, or the last one where the answer is not known. */
  private int lastStep() {
    for (int i = equations.size() - 1; i >= 0; i--) {
      Equation equation = equations.get(i);
      if (equation.expr() instanceof Expr.Bin
          && (answer == null || equation.value().equals(answer))) {
        return i;
      }
    }
    throw new CannotException("no calculation in the solution gives its final answer");
  }

  private Expr bind(Expr expr, Equation equation, Set<Produced> uses) {
    if (expr instanceof Expr.Num num) {
      return literal(num.value(), equation, uses);
    }
    return Computation.withChildren(
        expr, Computation.children(expr).stream().map(c -> bind(c, equation, uses)).toList());
  }

  /**
   * The step that found this number: the last that nothing has used yet, or where all are used and
   * the problem does not have the number too, the last; null where there is none.
   */
  private @Nullable Produced step(Rational value) {
    Produced latest = null;
    Produced unused = null;
    for (Produced candidate : produced) {
      if (candidate.value.equals(value)) {
        latest = candidate;
        unused = candidate.used ? unused : candidate;
      }
    }
    return unused != null || names.mentioned(value) ? unused : latest;
  }

  private void requireNotTheAnswer(Rational value, Equation equation) {
    if (value.equals(answer)
        && !names.mentioned(value)
        && (equation.equals(lastEquation) || !QuantityNames.common(value))) {
      throw new CannotException("the solution uses its answer before it has calculated it");
    }
  }

  private Expr literal(Rational value, Equation equation, Set<Produced> uses) {
    Produced step = step(value);
    if (step != null) {
      uses.add(step);
      return new Expr.Ref(step.name);
    }
    String name = given.get(value);
    if (name == null || names.mentioned(value)) {
      requireNotTheAnswer(value, equation);
      if (!names.implied(value) && !equation.algebra()) {
        Expr derived = derived(value, equation, uses);
        if (derived != null) {
          return derived;
        }
        throw new CannotException(
            "the solution uses " + value + ", which the problem does not give");
      }
      name = names.ofLiteral(value, equation.before() + " = " + equation.after());
      given.put(value, name);
      inputs.add(Quantity.of(name, Expr.Num.of(value)));
    }
    return new Expr.Ref(name);
  }

  /** The number as one calculation from those of the problem and of earlier steps, or null. */
  private @Nullable Expr derived(Rational value, Equation equation, Set<Produced> uses) {
    List<Rational> known = new ArrayList<>();
    for (int i = produced.size() - 1; i >= 0; i--) {
      known.add(produced.get(i).value);
    }
    known.addAll(names.mentioned());
    COMMON.forEach(number -> known.add(Rational.of(number)));
    known.removeIf(number -> number.signum() == 0);
    for (Rational a : known) {
      for (Rational b : known) {
        for (Expr.Op op : DERIVING) {
          if (apply(op, a, b).equals(value)) {
            String name = names.fresh("implied_amount");
            Expr expr = new Expr.Bin(op, literal(a, equation, uses), literal(b, equation, uses));
            steps.add(new Step(name, expr));
            produced.add(new Produced(name, value));
            return new Expr.Ref(name);
          }
        }
      }
    }
    return null;
  }

  private static Rational apply(Expr.Op op, Rational a, Rational b) {
    return switch (op) {
      case ADD -> a.plus(b);
      case SUBTRACT -> a.minus(b);
      case MULTIPLY -> a.times(b);
      default -> a.dividedBy(b);
    };
  }

  /** The expression with the rounding that the solution made. */
  private Expr rounded(Expr expr, Equation equation) {
    Rational exact = valueOf(new Computation("", inputs, steps, expr));
    String how = equation.rounding(exact);
    if (how == null || how.equals("exact")) {
      return expr;
    } else if (how.equals("floor") && expr instanceof Expr.Bin bin && bin.op() == Expr.Op.DIVIDE) {
      return new Expr.Bin(Expr.Op.FLOOR_DIVIDE, bin.left(), bin.right());
    } else if (how.equals("round") && equation.places() > 0) {
      return new Expr.Call("round", expr, Expr.Num.of(equation.places()));
    } else if (how.equals("round")) {
      return new Expr.Call("round", expr);
    }
    return new Expr.Call(how, expr);
  }
}
