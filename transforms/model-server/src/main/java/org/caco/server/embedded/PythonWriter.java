package org.caco.server.embedded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.Expr.Op;
import org.jspecify.annotations.Nullable;

/** Writes a computation as a Python program in the unified form. */
final class PythonWriter {
  /**
   * How the program looks.
   *
   * @param arithmetic exact: {@code //} where a division comes out even and Fractions elsewhere;
   *     otherwise floats
   * @param loops whether sums of lists are loops
   * @param branches whether choices are if statements
   * @param helperSteps how many of the first steps to move to a function of their own, where they
   *     hand on one value only
   * @param docstring the text below the main function's head, or empty
   */
  record Style(
      Arithmetic arithmetic, boolean loops, boolean branches, int helperSteps, String docstring) {
    static final Style PLAIN = new Style(Arithmetic.EXACT, false, false, 0, "");
  }

  private record Text(String text, int precedence, @Nullable Value number) {
    /** The value of what is no list. */
    Value value() {
      return Objects.requireNonNull(number, "a list is no number");
    }
  }

  private static final int ATOM = 9;

  private final Computation computation;
  private final Style style;
  private final Evaluator evaluator;
  private final List<String> body = new ArrayList<>();
  private boolean usesFraction;
  private boolean usesMath;

  private PythonWriter(Computation computation, Style style) {
    this.computation = computation;
    this.style = style;
    // Only inputs: the steps' values depend on how they are written.
    this.evaluator =
        Evaluator.run(
            new Computation("", computation.inputs(), List.of(), Expr.Num.of(0)),
            Arithmetic.PYTHON);
  }

  /**
   * The program.
   *
   * @throws CannotException where the computation has no such form
   */
  static String write(Computation computation, Style style) {
    return new PythonWriter(computation, style).write();
  }

  private String write() {
    StringBuilder dict = new StringBuilder("input = {\n");
    for (Quantity input : computation.inputs()) {
      dict.append("    \"").append(input.name()).append("\": ");
      if (input.list()) {
        dict.append('[')
            .append(String.join(", ", input.values().stream().map(PythonWriter::literal).toList()))
            .append("],\n");
      } else {
        dict.append(literal(input.values().get(0))).append(",\n");
      }
    }
    dict.append("}\n\n\n");
    String functions = functions();
    String output = "\n\noutput = " + computation.function() + "(**input)\nprint(output)\n";
    String imports =
        (usesMath ? "import math\n" : "")
            + (usesFraction ? "from fractions import Fraction\n" : "");
    imports = imports.isEmpty() ? "" : imports + "\n";
    return imports + dict + functions + output;
  }

  private String functions() {
    List<Step> steps = computation.steps();
    int split = helperSplit();
    StringBuilder text = new StringBuilder();
    if (split > 0) {
      Step last = steps.get(split - 1);
      String helper = "work_out_" + last.name();
      Set<String> needs = inputsOf(steps.subList(0, split));
      steps.subList(0, split).forEach(this::statement);
      text.append(function(helper, needs, "", last.name())).append("\n\n");
      body.clear();
      line(last.name() + " = " + helper + "(" + String.join(", ", needs) + ")");
    }
    steps.subList(split, steps.size()).forEach(this::statement);
    Set<String> all = new LinkedHashSet<>();
    computation.inputs().forEach(input -> all.add(input.name()));
    return text.append(function(computation.function(), all, style.docstring(), returned()))
        .toString();
  }

  private String function(String name, Set<String> parameters, String docstring, String returned) {
    StringBuilder text = new StringBuilder("def " + name + "(" + String.join(", ", parameters));
    text.append("):\n");
    if (!docstring.isEmpty()) {
      text.append("    \"\"\"").append(docstring).append("\"\"\"\n");
    }
    body.forEach(line -> text.append("    ").append(line).append('\n'));
    return text.append("    return ").append(returned).append('\n').toString();
  }

  /** The number of first steps that a helper can hold, or 0. */
  private int helperSplit() {
    int split = style.helperSteps();
    List<Step> steps = computation.steps();
    if (split < 1 || split >= steps.size()) {
      return 0;
    }
    Set<String> inside = new LinkedHashSet<>();
    steps.subList(0, split - 1).forEach(step -> inside.add(step.name()));
    Set<String> outside = new LinkedHashSet<>(Computation.references(computation.result()));
    steps
        .subList(split, steps.size())
        .forEach(step -> outside.addAll(Computation.references(step.expr())));
    outside.retainAll(inside);
    return outside.isEmpty() ? split : 0;
  }

  private Set<String> inputsOf(List<Step> steps) {
    Set<String> read = new LinkedHashSet<>();
    steps.forEach(step -> read.addAll(Computation.references(step.expr())));
    Set<String> needs = new LinkedHashSet<>();
    for (Quantity input : computation.inputs()) {
      if (read.contains(input.name())) {
        needs.add(input.name());
      }
    }
    return needs;
  }

  private void line(String text) {
    body.add(text);
  }

  private void statement(Step step) {
    String name = step.name();
    Expr expr = step.expr();
    if (style.loops()
        && expr instanceof Expr.Call call
        && call.function().equals("sum")
        && evaluator.isList(call.args().get(0))) {
      line(name + " = 0");
      line("for value in " + ((Expr.Ref) call.args().get(0)).name() + ":");
      line("    " + name + " += value");
      evaluator.define(name, evaluator.value(expr));
    } else if (expr instanceof Expr.Repeat repeat) {
      Text start = text(repeat.start());
      Text operand = text(repeat.operand());
      line(name + " = " + start.text());
      line("for _ in range(" + text(repeat.times()).text() + "):");
      line("    " + name + " " + repeat.op().symbol() + "= " + operand.text());
      evaluator.define(name, evaluator.value(expr));
    } else if (expr instanceof Expr.Cond cond && style.branches()) {
      Text then = text(cond.then());
      Text otherwise = text(cond.otherwise());
      line("if " + comparison(cond) + ":");
      line("    " + name + " = " + then.text());
      line("else:");
      line("    " + name + " = " + otherwise.text());
      evaluator.define(name, evaluator.value(expr));
    } else {
      Text text = text(expr);
      line(name + " = " + text.text());
      evaluator.define(name, text.value());
    }
  }

  private String comparison(Expr.Cond cond) {
    return text(cond.left()).text() + " " + cond.comparison() + " " + text(cond.right()).text();
  }

  private String returned() {
    Text text = text(computation.result());
    if (style.arithmetic() == Arithmetic.EXACT && text.value().kind() == Value.Kind.FRACTION) {
      Rational value = text.value().exact();
      if (value.isInteger()) {
        return "int(" + text.text() + ")";
      } else if (value.decimal() != null) {
        return "float(" + text.text() + ")";
      }
    }
    return text.text();
  }

  private Text text(Expr expr) {
    if (expr instanceof Expr.Num num) {
      if (num.decimal() && style.arithmetic() == Arithmetic.EXACT) {
        usesFraction = true;
        return new Text("Fraction(\"" + literal(num) + "\")", ATOM, Value.ofFraction(num.value()));
      }
      return new Text(literal(num), ATOM, evaluator.value(num));
    } else if (expr instanceof Expr.Ref ref) {
      if (evaluator.isList(ref)) {
        return new Text(ref.name(), ATOM, null);
      }
      Value value = evaluator.value(ref);
      if (value.kind() == Value.Kind.FLOAT && style.arithmetic() == Arithmetic.EXACT) {
        usesFraction = true;
        return new Text(
            "Fraction(str(" + ref.name() + "))", ATOM, Value.ofFraction(value.toExact()));
      }
      return new Text(ref.name(), ATOM, value);
    } else if (expr instanceof Expr.Bin bin) {
      return binary(bin);
    } else if (expr instanceof Expr.Cond cond) {
      String text =
          text(cond.then()).text()
              + " if "
              + comparison(cond)
              + " else "
              + text(cond.otherwise()).text();
      return new Text(text, 0, evaluator.value(cond));
    } else if (expr instanceof Expr.Call call) {
      List<String> args = call.args().stream().map(arg -> text(arg).text()).toList();
      boolean math = call.function().equals("ceil") || call.function().equals("floor");
      usesMath |= math;
      String name = (math ? "math." : "") + call.function();
      return new Text(name + "(" + String.join(", ", args) + ")", ATOM, evaluator.value(call));
    }
    throw new CannotException("a repetition inside an expression");
  }

  private Text binary(Expr.Bin bin) {
    Text left = text(bin.left());
    Text right = text(bin.right());
    Op op = bin.op();
    if (op == Op.DIVIDE && style.arithmetic() == Arithmetic.EXACT) {
      Rational quotient = left.value().exact().dividedBy(right.value().exact());
      if (quotient.isInteger()) {
        op = Op.FLOOR_DIVIDE;
      } else if (left.value().kind() == Value.Kind.INT && right.value().kind() == Value.Kind.INT) {
        usesFraction = true;
        return new Text(
            "Fraction(" + left.text() + ", " + right.text() + ")",
            ATOM,
            Value.ofFraction(quotient));
      }
    }
    String text =
        (left.precedence() < op.precedence() ? "(" + left.text() + ")" : left.text())
            + " "
            + op.symbol()
            + " "
            + (right.precedence() <= op.precedence() ? "(" + right.text() + ")" : right.text());
    return new Text(text, op.precedence(), evaluator.apply(op, left.value(), right.value()));
  }

  static String literal(Expr.Num num) {
    BigDecimal decimal = num.value().decimal();
    if (decimal == null) {
      throw new CannotException("a literal without an end");
    }
    String text = decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    return num.decimal() && text.indexOf('.') < 0 ? text + ".0" : text;
  }
}
