package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Line;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Expr.Op;

/**
 * Reads a program in the unified form back as a computation: straight-line functions with sums over
 * lists, counted repetitions and two-way choices. Calls of the program's own functions are replaced
 * by their steps.
 */
final class PythonReader {
  private static final int MAX_STEPS = 200;
  private static final int MAX_LENGTH = 20_000;

  private record Function(String name, List<String> parameters, List<Line> body) {}

  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<String, Quantity> inputs = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();
  private String main = "";

  private PythonReader() {}

  /**
   * The computation.
   *
   * @throws CannotException where the program is outside the subset
   */
  static Computation read(String program) {
    return new PythonReader().program(lines(program));
  }

  private static List<Line> lines(String program) {
    if (program.length() > MAX_LENGTH) {
      throw new CannotException("the program is too long");
    }
    List<Line> lines = PythonLexer.lines(program);
    // Only the last line can end within a bracket.
    if (!lines.isEmpty() && !lines.get(lines.size() - 1).isComplete()) {
      throw new CannotException("a bracket that is never closed");
    }
    return lines;
  }

  private Computation program(List<Line> lines) {
    int at = 0;
    while (at < lines.size()) {
      Line line = lines.get(at);
      PythonTokens tokens = new PythonTokens(line.tokens());
      at++;
      if (tokens.accept("def")) {
        Function function = head(tokens);
        while (at < lines.size() && lines.get(at).column() > line.column()) {
          function.body().add(lines.get(at++));
        }
        functions.put(function.name(), function);
      } else if (tokens.accept("input")) {
        tokens.expect("=");
        dict(tokens);
      } else if (tokens.accept("output")) {
        tokens.expect("=");
        main = tokens.name();
        tokens.expect("(");
        tokens.expect("**");
        tokens.expect("input");
        tokens.expect(")");
      } else if (!tokens.accept("import") && !tokens.accept("from")) {
        tokens.expect("print");
      }
    }
    Function function = functions.get(main);
    if (function == null || inputs.isEmpty()) {
      throw new CannotException("the program has no input or no main function");
    }
    Map<String, Expr> scope = new LinkedHashMap<>();
    for (String parameter : function.parameters()) {
      if (!inputs.containsKey(parameter)) {
        throw new CannotException("the parameter " + parameter + " is not in the input");
      }
      scope.put(parameter, new Expr.Ref(parameter));
    }
    names.addAll(inputs.keySet());
    Expr result = call(function, scope, 0);
    return new Computation(main, List.copyOf(inputs.values()), steps, result);
  }

  private static Function head(PythonTokens tokens) {
    String name = tokens.name();
    tokens.expect("(");
    List<String> parameters = new ArrayList<>();
    while (!tokens.accept(")")) {
      parameters.add(tokens.name());
      if (tokens.accept(":")) {
        tokens.name();
      }
      tokens.accept(",");
    }
    return new Function(name, parameters, new ArrayList<>());
  }

  private void dict(PythonTokens tokens) {
    tokens.expect("{");
    while (!tokens.accept("}")) {
      String name = tokens.string();
      tokens.expect(":");
      List<Expr.Num> values = new ArrayList<>();
      boolean list = tokens.accept("[");
      if (list) {
        while (!tokens.accept("]")) {
          values.add(tokens.number());
          tokens.accept(",");
        }
      } else {
        values.add(tokens.number());
      }
      inputs.put(name, new Quantity(name, values, list));
      tokens.accept(",");
    }
  }

  /** Adds the steps of a function's body and returns what it returns. */
  private Expr call(Function function, Map<String, Expr> scope, int depth) {
    if (depth > 5) {
      throw new CannotException("functions that call each other");
    }
    List<Line> body = function.body();
    for (int at = 0; at < body.size(); at++) {
      PythonTokens tokens = new PythonTokens(body.get(at).tokens());
      if (tokens.accept("return")) {
        Expr result = resolve(tokens.expression(), scope, depth);
        if (at < body.size() - 1) {
          throw new CannotException("steps after a return");
        }
        return result;
      } else if (tokens.accept("for")) {
        loop(tokens, body, at, scope, depth);
        at++;
      } else if (tokens.accept("if")) {
        at = branch(tokens, body, at, scope, depth);
      } else if (!tokens.isString()) {
        assign(tokens, scope, depth);
      }
    }
    throw new CannotException("a function without a return");
  }

  private void assign(PythonTokens tokens, Map<String, Expr> scope, int depth) {
    String name = tokens.name();
    Expr expr;
    if (tokens.accept("=")) {
      expr = tokens.expression();
    } else {
      Op op = tokens.augmented();
      expr = new Expr.Bin(op, new Expr.Ref(name), tokens.expression());
    }
    define(name, resolve(expr, scope, depth), scope);
  }

  /** Binds the name to a new step, or directly to the name of another quantity. */
  private void define(String name, Expr expr, Map<String, Expr> scope) {
    if (expr instanceof Expr.Ref ref && ref.name().equals(name)) {
      scope.put(name, expr);
      return;
    }
    String fresh = name;
    for (String prefix : List.of("updated_", "new_", "latest_", "final_")) {
      if (names.contains(fresh)) {
        fresh = prefix + name;
      }
    }
    if (!names.add(fresh) || steps.size() >= MAX_STEPS) {
      throw new CannotException("too many steps");
    }
    steps.add(new Step(fresh, expr));
    scope.put(name, new Expr.Ref(fresh));
  }

  /** {@code for x in list: total += x} or {@code for _ in range(n): value *= factor}. */
  private void loop(
      PythonTokens tokens, List<Line> body, int at, Map<String, Expr> scope, int depth) {
    String item = tokens.name();
    tokens.expect("in");
    Expr over = tokens.expression();
    tokens.expect(":");
    if (at + 1 >= body.size()
        || body.get(at + 1).column() <= body.get(at).column()
        || (at + 2 < body.size() && body.get(at + 2).column() > body.get(at).column())) {
      throw new CannotException("a loop of several steps");
    }
    PythonTokens inner = new PythonTokens(body.get(at + 1).tokens());
    String name = inner.name();
    Op op;
    if (inner.accept("=")) {
      inner.expect(name);
      op = inner.operator();
    } else {
      op = inner.augmented();
    }
    Expr operand = inner.expression();
    Expr start = scope.get(name);
    if (start == null) {
      throw new CannotException("a loop over an unknown name");
    }
    Expr result;
    if (over instanceof Expr.Call range && range.function().equals("range")) {
      if (range.args().size() != 1
          || Computation.references(operand).contains(item)
          || Computation.references(operand).contains(name)) {
        throw new CannotException("a loop that counts");
      }
      result =
          new Expr.Repeat(
              start,
              op,
              resolve(operand, scope, depth),
              resolve(range.args().get(0), scope, depth));
    } else {
      if (op != Op.ADD || !operand.equals(new Expr.Ref(item))) {
        throw new CannotException("a loop that is no sum");
      }
      Expr sum = new Expr.Call("sum", resolve(over, scope, depth));
      result = isZero(start) ? sum : new Expr.Bin(Op.ADD, start, sum);
    }
    replace(name, result, scope);
  }

  /** Where the loop's start is a step that nothing else reads, the loop takes its place. */
  private void replace(String name, Expr result, Map<String, Expr> scope) {
    Expr start = scope.get(name);
    if (start instanceof Expr.Ref ref && !steps.isEmpty()) {
      Step last = steps.get(steps.size() - 1);
      if (last.name().equals(ref.name())) {
        steps.remove(steps.size() - 1);
        names.remove(last.name());
        define(name, inline(result, last), scope);
        return;
      }
    }
    define(name, result, scope);
  }

  private static Expr inline(Expr expr, Step step) {
    if (expr.equals(new Expr.Ref(step.name()))) {
      return step.expr();
    }
    Expr inlined =
        Computation.withChildren(
            expr, Computation.children(expr).stream().map(c -> inline(c, step)).toList());
    return inlined instanceof Expr.Bin bin
            && bin.op() == Op.ADD
            && bin.left().equals(Expr.Num.of(0))
        ? bin.right()
        : inlined;
  }

  private boolean isZero(Expr start) {
    return start.equals(Expr.Num.of(0));
  }

  /** An if and an else that each set the same name. */
  private int branch(
      PythonTokens tokens, List<Line> body, int at, Map<String, Expr> scope, int depth) {
    Expr left = tokens.expression();
    String comparison = tokens.comparison();
    Expr right = tokens.expression();
    tokens.expect(":");
    int indent = body.get(at).column();
    if (at + 1 >= body.size() || body.get(at + 1).column() <= indent) {
      throw new CannotException("a branch without steps");
    }
    PythonTokens first = new PythonTokens(body.get(at + 1).tokens());
    String name = first.name();
    first.expect("=");
    Expr then = first.expression();
    Expr otherwise = scope.get(name);
    int last = at + 1;
    if (at + 3 < body.size() && body.get(at + 2).column() == indent) {
      PythonTokens middle = new PythonTokens(body.get(at + 2).tokens());
      if (middle.accept("else")) {
        middle.expect(":");
        PythonTokens second = new PythonTokens(body.get(at + 3).tokens());
        second.expect(name);
        second.expect("=");
        otherwise = resolve(second.expression(), scope, depth);
        last = at + 3;
      }
    }
    if (otherwise == null || (last + 1 < body.size() && body.get(last + 1).column() > indent)) {
      throw new CannotException("a branch of several steps");
    }
    Expr choice =
        new Expr.Cond(
            comparison,
            resolve(left, scope, depth),
            resolve(right, scope, depth),
            resolve(then, scope, depth),
            otherwise);
    define(name, choice, scope);
    return last;
  }

  private Expr resolve(Expr expr, Map<String, Expr> scope, int depth) {
    if (expr instanceof Expr.Ref ref) {
      Expr value = scope.get(ref.name());
      if (value == null) {
        throw new CannotException("the name " + ref.name() + " is not known");
      }
      return value;
    }
    Expr resolved =
        Computation.withChildren(
            expr, Computation.children(expr).stream().map(c -> resolve(c, scope, depth)).toList());
    if (resolved instanceof Expr.Call call && !Evaluator.FUNCTIONS.contains(call.function())) {
      Function function = functions.get(call.function());
      if (function == null || function.parameters().size() != call.args().size()) {
        throw new CannotException("the function " + call.function());
      }
      Map<String, Expr> inner = new LinkedHashMap<>();
      for (int i = 0; i < call.args().size(); i++) {
        inner.put(function.parameters().get(i), call.args().get(i));
      }
      return call(function, inner, depth + 1);
    }
    return resolved;
  }
}
