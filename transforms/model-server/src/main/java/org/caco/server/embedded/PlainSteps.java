package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.Expr.Num;
import org.caco.server.embedded.Expr.Op;
import org.caco.server.embedded.PlainStep.Kind;
import org.jspecify.annotations.Nullable;

/** Breaks a computation into steps that one sentence each can state. */
final class PlainSteps {
  private final List<PlainStep> plain = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Evaluator evaluator;
  private String current = "";

  private PlainSteps(Computation computation) {
    evaluator =
        Evaluator.run(
            new Computation("", computation.inputs(), List.of(), Num.of(0)), Arithmetic.EXACT);
    computation.inputs().forEach(input -> names.add(input.name()));
    computation.steps().forEach(step -> names.add(step.name()));
  }

  /**
   * The computation with plain steps alone; its result is the name of the last one. Conversions
   * that change no value are dropped, and a floor division that comes out even is a division.
   */
  static Computation computation(Computation of) {
    List<PlainStep> steps = of(of);
    List<Step> exprs = steps.stream().map(step -> new Step(step.result(), step.expr())).toList();
    return new Computation(
        of.function(), of.inputs(), exprs, new Expr.Ref(steps.get(steps.size() - 1).result()));
  }

  /** The steps; the last one finds the result. */
  static List<PlainStep> of(Computation computation) {
    PlainSteps builder = new PlainSteps(computation);
    for (Step step : computation.steps()) {
      builder.current = step.name();
      builder.add(step.expr(), step.name());
    }
    builder.current = "result";
    Expr result = builder.atom(computation.result());
    List<PlainStep> steps = builder.plain;
    if (steps.isEmpty() || !result.equals(new Expr.Ref(steps.get(steps.size() - 1).result()))) {
      throw new CannotException("its result is not its last step");
    }
    return steps;
  }

  private void add(Expr expr, String name) {
    PlainStep step = step(bare(expr), name);
    evaluator.define(name, evaluator.value(step.expr()));
    plain.add(step);
  }

  private PlainStep step(Expr bare, String name) {
    if (bare instanceof Expr.Bin bin) {
      return operation(bin, name);
    } else if (bare instanceof Expr.Call call) {
      return call(call, name);
    } else if (bare instanceof Expr.Repeat repeat) {
      return repetition(repeat, name);
    } else if (bare instanceof Expr.Cond cond) {
      return choice(cond, name);
    }
    // Another name for a quantity: say it as a sum of one.
    return new PlainStep(Kind.SUM, name, List.of(bare, Num.of(0)));
  }

  private PlainStep operation(Expr.Bin bin, String name) {
    if (percentOf(bin) instanceof Expr.Bin share) {
      return new PlainStep(Kind.PERCENTAGE, name, List.of(atom(share.left()), atom(share.right())));
    }
    Kind kind = kind(bin);
    boolean chains = kind == Kind.SUM || kind == Kind.DIFFERENCE || kind == Kind.PRODUCT;
    return new PlainStep(
        kind, name, chains ? chain(bin) : List.of(atom(bin.left()), atom(bin.right())));
  }

  private PlainStep call(Expr.Call call, String name) {
    boolean list = call.args().size() == 1 && evaluator.isList(call.args().get(0));
    Kind kind = kind(call.function(), list);
    List<Expr> of = new ArrayList<>();
    for (Expr arg : call.args()) {
      of.add(list ? arg : atom(arg));
    }
    if (kind == Kind.ROUNDED && of.size() == 1) {
      of.add(Num.of(0));
    }
    if ((kind == Kind.LARGER || kind == Kind.SMALLER) && of.size() != 2) {
      throw new CannotException("a comparison of more than two");
    }
    return new PlainStep(kind, name, of);
  }

  private static Kind kind(String function, boolean ofList) {
    return switch (function) {
      case "sum" -> Kind.TOTAL;
      case "max" -> ofList ? Kind.HIGHEST : Kind.LARGER;
      case "min" -> ofList ? Kind.LOWEST : Kind.SMALLER;
      case "len" -> Kind.COUNT;
      case "round" -> Kind.ROUNDED;
      case "ceil" -> Kind.ROUNDED_UP;
      case "floor", "int" -> Kind.ROUNDED_DOWN;
      default -> throw new CannotException("the step " + function);
    };
  }

  private PlainStep repetition(Expr.Repeat repeat, String name) {
    Kind kind =
        switch (repeat.op()) {
          case ADD -> Kind.GROWTH;
          case SUBTRACT -> Kind.DECLINE;
          case MULTIPLY -> Kind.MULTIPLICATION;
          default -> throw new CannotException("a repeated division");
        };
    return new PlainStep(
        kind, name, List.of(atom(repeat.start()), atom(repeat.operand()), atom(repeat.times())));
  }

  private PlainStep choice(Expr.Cond cond, String name) {
    Kind kind =
        switch (cond.comparison()) {
          case ">", "<" -> Kind.IF_MORE;
          case ">=", "<=" -> Kind.IF_AT_LEAST;
          default -> throw new CannotException("a test for equality");
        };
    boolean swap = cond.comparison().startsWith("<");
    Expr left = atom(cond.left());
    Expr right = atom(cond.right());
    return new PlainStep(
        kind,
        name,
        List.of(
            swap ? right : left, swap ? left : right, atom(cond.then()), atom(cond.otherwise())));
  }

  private Kind kind(Expr.Bin bin) {
    return switch (bin.op()) {
      case ADD -> Kind.SUM;
      case SUBTRACT -> Kind.DIFFERENCE;
      case MULTIPLY -> Kind.PRODUCT;
      case DIVIDE -> Kind.QUOTIENT;
      case FLOOR_DIVIDE -> {
        Expr quotient = new Expr.Bin(Op.DIVIDE, bin.left(), bin.right());
        yield evaluator.value(quotient).exact().isInteger() ? Kind.QUOTIENT : Kind.WHOLE_TIMES;
      }
      case MODULO -> Kind.REMAINDER;
    };
  }

  /** The product whose hundredth this exactly is, or null. */
  private @Nullable Expr percentOf(Expr.Bin bin) {
    boolean divides = bin.op() == Op.DIVIDE || kind(bin) == Kind.QUOTIENT;
    Expr left = bare(bin.left());
    return divides
            && bare(bin.right()).equals(Num.of(100))
            && left instanceof Expr.Bin product
            && product.op() == Op.MULTIPLY
        ? product
        : null;
  }

  private List<Expr> chain(Expr.Bin bin) {
    List<Expr> operands = new ArrayList<>();
    Expr left = bin;
    while (left instanceof Expr.Bin inner && inner.op() == bin.op()) {
      operands.add(0, inner.right());
      left = bare(inner.left());
    }
    operands.add(0, left);
    List<Expr> atoms = new ArrayList<>();
    for (Expr operand : operands) {
      atoms.add(atom(operand));
    }
    return atoms;
  }

  /** A literal or a name with the value of the expression, by a step of its own where needed. */
  private Expr atom(Expr expr) {
    Expr bare = bare(expr);
    if (bare instanceof Num || bare instanceof Expr.Ref) {
      return bare;
    }
    String name = "part_of_" + current;
    for (String order : List.of("first_", "second_", "third_", "fourth_", "fifth_", "sixth_")) {
      if (!names.contains(name)) {
        break;
      }
      name = order + "part_of_" + current;
    }
    if (!names.add(name)) {
      throw new CannotException("a step of too many parts");
    }
    add(bare, name);
    return new Expr.Ref(name);
  }

  /** The expression without conversions that keep its value. */
  private Expr bare(Expr expr) {
    if (expr instanceof Expr.Call call) {
      switch (call.function()) {
        case "exact", "float":
          return bare(call.args().get(0));
        case "Fraction":
          return call.args().size() == 1
              ? bare(call.args().get(0))
              : new Expr.Bin(Op.DIVIDE, call.args().get(0), call.args().get(1));
        case "int":
          return evaluator.value(call.args().get(0)).exact().isInteger()
              ? bare(call.args().get(0))
              : expr;
        default:
          return expr;
      }
    }
    return expr;
  }
}
