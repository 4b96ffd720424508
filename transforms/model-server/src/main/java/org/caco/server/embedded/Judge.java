package org.caco.server.embedded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.Expr.Num;
import org.caco.text.BoundedPattern;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on a row, by reading problem and program as computations and comparing them.
 *
 * @param solvable whether the problem has an answer
 * @param complete whether it states every quantity of the program
 * @param leaks whether it mentions a program
 * @param same whether problem, solution and program compute the same
 * @param reason one sentence
 */
record Judge(boolean solvable, boolean complete, boolean leaks, boolean same, String reason) {
  private static final Pattern BOX = Pattern.compile("\\\\boxed\\{([^{}]*)}");
  private static final Pattern LEAK =
      BoundedPattern.of("\\w_\\w|\\b(?:program|python|function|source code)\\b|```");
  private static final Pattern FRACTION = Pattern.compile("(-?\\d+)/(\\d+)");

  static Judge of(String problem, String solution, String program, String output) {
    boolean leaks = LEAK.matcher(LowerCase.of(problem)).find();
    Computation asked;
    Rational answer;
    try {
      asked = PlainSteps.computation(EnglishReader.read(problem));
      answer = Evaluator.result(asked, Arithmetic.EXACT).toExact();
    } catch (CannotException e) {
      return new Judge(false, false, leaks, false, "I do not understand the problem.");
    }
    Computation computed;
    try {
      computed = PlainSteps.computation(PythonReader.read(program));
    } catch (CannotException e) {
      return new Judge(true, true, leaks, false, "I do not understand the program.");
    }
    if (!complete(asked, computed)) {
      return new Judge(true, false, leaks, false, "A quantity of the program is missing.");
    } else if (!agrees(answer, output)) {
      return new Judge(true, true, leaks, false, "The problem's answer is not the output.");
    } else if (!agrees(answer, boxed(solution))) {
      return new Judge(true, true, leaks, false, "The solution ends in another answer.");
    } else if (!sameWhenChanged(asked, computed)) {
      return new Judge(true, true, leaks, false, "The program computes something else.");
    } else if (leaks) {
      return new Judge(true, true, true, true, "The problem mentions how it was made.");
    }
    return new Judge(true, true, false, true, "All three describe the same computation.");
  }

  private static boolean complete(Computation asked, Computation computed) {
    return computed.inputs().stream()
        .allMatch(input -> find(asked.inputs(), input.name(), input.values()) != null);
  }

  private static @Nullable Quantity find(List<Quantity> inputs, String name, List<Num> values) {
    for (Quantity input : inputs) {
      if (input.name().equals(name)
          && input.values().stream()
              .map(Num::value)
              .toList()
              .equals(values.stream().map(Num::value).toList())) {
        return input;
      }
    }
    return null;
  }

  /** Whether both still agree when each quantity in turn is another. */
  private static boolean sameWhenChanged(Computation asked, Computation computed) {
    for (Quantity input : computed.inputs()) {
      Rational left;
      Rational right;
      try {
        left = Evaluator.result(changed(asked, input.name()), Arithmetic.EXACT).toExact();
        right = Evaluator.result(changed(computed, input.name()), Arithmetic.EXACT).toExact();
      } catch (CannotException e) {
        // Nothing can be said with this number.
        continue;
      }
      if (!left.equals(right)) {
        return false;
      }
    }
    return true;
  }

  private static Computation changed(Computation computation, String name) {
    List<Quantity> inputs = new ArrayList<>();
    for (Quantity input : computation.inputs()) {
      List<Num> values = new ArrayList<>(input.values());
      if (input.name().equals(name)) {
        Rational value = values.get(0).value();
        values.set(0, Num.of(value.times(Rational.of(2)).plus(Rational.ONE)));
      }
      inputs.add(new Quantity(input.name(), values, input.list()));
    }
    return computation.withInputs(inputs);
  }

  private static String boxed(String solution) {
    String last = "";
    Matcher matcher = BOX.matcher(solution);
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }

  /** Whether a text, such as a program's output, is the number. */
  static boolean agrees(Rational number, String text) {
    String bare = text.strip().replace(",", "");
    Matcher fraction = FRACTION.matcher(bare);
    try {
      if (fraction.matches()) {
        return Rational.parse(fraction.group(1))
            .dividedBy(Rational.parse(fraction.group(2)))
            .equals(number);
      }
      return Rational.of(new BigDecimal(bare)).equals(number);
    } catch (NumberFormatException | CannotException e) {
      return false;
    }
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"solvable\": %s, \"complete\": %s, \"leaks\": %s, \"same\": %s, \"reason\": \"%s\"}",
        solvable,
        complete,
        leaks,
        same,
        reason);
  }
}
