package org.caco.server.embedded;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Expr.Op;

/** Evaluates computations, either as Python does or exactly, as a person with paper does. */
final class Evaluator {
  /** How division and decimals behave. */
  enum Arithmetic {
    /** Decimals are floats, and so is a quotient of ints. */
    PYTHON,
    /** Every number is exact. */
    EXACT
  }

  /** The functions that expressions may call; {@code exact} is {@code Fraction(str(x))}. */
  static final Set<String> FUNCTIONS =
      Set.of(
          "sum",
          "min",
          "max",
          "len",
          "abs",
          "round",
          "int",
          "float",
          "ceil",
          "floor",
          "Fraction",
          "exact");

  private static final int MAX_REPEATS = 1_000;

  private final Arithmetic arithmetic;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, List<Value>> lists = new LinkedHashMap<>();

  private Evaluator(Arithmetic arithmetic, List<Quantity> inputs) {
    this.arithmetic = arithmetic;
    for (Quantity input : inputs) {
      List<Value> numbers = input.values().stream().map(this::number).toList();
      if (input.list()) {
        lists.put(input.name(), numbers);
      } else {
        values.put(input.name(), numbers.get(0));
      }
    }
  }

  /** The value of the computation's result. */
  static Value result(Computation computation, Arithmetic arithmetic) {
    Evaluator evaluator = run(computation, arithmetic);
    return evaluator.value(computation.result());
  }

  /** An evaluator that knows every input and step of the computation. */
  static Evaluator run(Computation computation, Arithmetic arithmetic) {
    Evaluator evaluator = new Evaluator(arithmetic, computation.inputs());
    for (Step step : computation.steps()) {
      evaluator.values.put(step.name(), evaluator.value(step.expr()));
    }
    return evaluator;
  }

  /** Makes a value known under a name. */
  void define(String name, Value value) {
    values.put(name, value);
  }

  boolean isList(Expr expr) {
    return expr instanceof Expr.Ref ref && lists.containsKey(ref.name());
  }

  List<Value> list(Expr expr) {
    if (expr instanceof Expr.Ref ref && lists.containsKey(ref.name())) {
      return lists.get(ref.name());
    }
    throw new CannotException("a list where there is none");
  }

  Value value(Expr expr) {
    if (expr instanceof Expr.Num num) {
      return number(num);
    } else if (expr instanceof Expr.Ref ref) {
      Value value = values.get(ref.name());
      if (value == null) {
        throw new CannotException("the name " + ref.name() + " has no value");
      }
      return value;
    } else if (expr instanceof Expr.Bin bin) {
      return apply(bin.op(), value(bin.left()), value(bin.right()));
    } else if (expr instanceof Expr.Cond cond) {
      int sign = compare(value(cond.left()), value(cond.right()));
      return value(holds(cond.comparison(), sign) ? cond.then() : cond.otherwise());
    } else if (expr instanceof Expr.Repeat repeat) {
      Value times = value(repeat.times());
      if (times.kind() == Value.Kind.FLOAT
          || !times.exact().isInteger()
          || times.exact().compareTo(Rational.of(MAX_REPEATS)) > 0) {
        throw new CannotException("too many repetitions");
      }
      Value current = value(repeat.start());
      Value operand = value(repeat.operand());
      for (int i = times.exact().numerator().intValue(); i > 0; i--) {
        current = apply(repeat.op(), current, operand);
      }
      return current;
    }
    return call((Expr.Call) expr);
  }

  private Value number(Expr.Num num) {
    if (!num.decimal()) {
      return num.value().isInteger() ? Value.ofInt(num.value()) : Value.ofFraction(num.value());
    }
    return arithmetic == Arithmetic.EXACT
        ? Value.ofFraction(num.value())
        : Value.ofFloat(num.value().doubleValue());
  }

  private Value call(Expr.Call call) {
    List<Expr> args = call.args();
    if (args.isEmpty()) {
      throw new CannotException("a call without arguments");
    }
    if (call.function().equals("len")) {
      return Value.ofInt(Rational.of(list(args.get(0)).size()));
    }
    List<Value> of =
        args.size() == 1 && isList(args.get(0))
            ? list(args.get(0))
            : args.stream().map(this::value).toList();
    return switch (call.function()) {
      case "sum" -> of.stream().reduce(Value.ofInt(Rational.ZERO), (a, b) -> apply(Op.ADD, a, b));
      case "min" -> of.stream().reduce((a, b) -> compare(b, a) < 0 ? b : a).orElseThrow();
      case "max" -> of.stream().reduce((a, b) -> compare(b, a) > 0 ? b : a).orElseThrow();
      case "round" -> round(of);
      case "Fraction" -> fraction(of);
      default -> apply(call.function(), of.get(0));
    };
  }

  private Value apply(String function, Value value) {
    return switch (function) {
      case "abs" ->
          compare(value, Value.ofInt(Rational.ZERO)) < 0
              ? apply(Op.SUBTRACT, Value.ofInt(Rational.ZERO), value)
              : value;
      case "int" -> Value.ofInt(binary(value).truncate());
      case "ceil" -> Value.ofInt(binary(value).ceiling());
      case "floor" -> Value.ofInt(binary(value).floor());
      case "float" -> arithmetic == Arithmetic.EXACT ? value : Value.ofFloat(value.toDouble());
      case "exact" -> Value.ofFraction(value.toExact());
      default -> throw new CannotException("the function " + function);
    };
  }

  private static Value fraction(List<Value> of) {
    return of.size() == 1
        ? Value.ofFraction(binary(of.get(0)))
        : Value.ofFraction(fractionOperand(of.get(0)).dividedBy(fractionOperand(of.get(1))));
  }

  private static Rational fractionOperand(Value value) {
    if (value.kind() == Value.Kind.FLOAT) {
      throw new CannotException("a Fraction of floats");
    }
    return value.exact();
  }

  /** The number itself; of a float, the binary fraction that it is. */
  private static Rational binary(Value value) {
    return value.kind() == Value.Kind.FLOAT
        ? Rational.of(new BigDecimal(value.approx()))
        : value.exact();
  }

  private static Value round(List<Value> of) {
    Value first = of.get(0);
    if (of.size() == 1) {
      return Value.ofInt(binary(first).round(0));
    }
    int places = of.get(1).exact().numerator().intValueExact();
    if (places < 0 || places > 12) {
      throw new CannotException("rounding to " + places + " places");
    }
    return switch (first.kind()) {
      case INT -> first;
      case FRACTION -> Value.ofFraction(first.exact().round(places));
      case FLOAT ->
          Value.ofFloat(
              new BigDecimal(first.approx())
                  .setScale(places, RoundingMode.HALF_EVEN)
                  .doubleValue());
    };
  }

  static boolean holds(String comparison, int sign) {
    return switch (comparison) {
      case ">" -> sign > 0;
      case ">=" -> sign >= 0;
      case "<" -> sign < 0;
      case "<=" -> sign <= 0;
      case "==" -> sign == 0;
      case "!=" -> sign != 0;
      default -> throw new CannotException("the comparison " + comparison);
    };
  }

  static int compare(Value left, Value right) {
    return binary(left).compareTo(binary(right));
  }

  Value apply(Op op, Value left, Value right) {
    if (left.kind() == Value.Kind.FLOAT || right.kind() == Value.Kind.FLOAT) {
      return applyFloats(op, left.toDouble(), right.toDouble());
    }
    Rational a = left.exact();
    Rational b = right.exact();
    boolean ints = left.kind() == Value.Kind.INT && right.kind() == Value.Kind.INT;
    switch (op) {
      case FLOOR_DIVIDE:
        return Value.ofInt(a.dividedBy(b).floor());
      case MODULO:
        Rational rest = a.minus(a.dividedBy(b).floor().times(b));
        return ints ? Value.ofInt(rest) : Value.ofFraction(rest);
      case DIVIDE:
        Rational quotient = a.dividedBy(b);
        if (ints && arithmetic == Arithmetic.PYTHON) {
          return Value.ofFloat(quotient.doubleValue());
        }
        return ints && quotient.isInteger() ? Value.ofInt(quotient) : Value.ofFraction(quotient);
      default:
        Rational value = op == Op.ADD ? a.plus(b) : op == Op.SUBTRACT ? a.minus(b) : a.times(b);
        return ints ? Value.ofInt(value) : Value.ofFraction(value);
    }
  }

  private static Value applyFloats(Op op, double a, double b) {
    if (b == 0 && (op == Op.DIVIDE || op == Op.FLOOR_DIVIDE || op == Op.MODULO)) {
      throw new CannotException("a division by zero");
    }
    return Value.ofFloat(
        switch (op) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
          case FLOOR_DIVIDE -> Math.floor(a / b);
          case MODULO -> a - Math.floor(a / b) * b;
        });
  }
}
