package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caco.server.embedded.Evaluator.Arithmetic;

/** Works a computation out in numbered sentences with its arithmetic. */
final class SolutionWriter {
  private static final List<String> LEADS =
      List.of(
          "First we find %s",
          "Next comes %s",
          "Now we get %s",
          "Then we work out %s",
          "From this follows %s",
          "We turn to %s");
  private static final List<String> ENDS =
      List.of(
          "So %s is %s.", "Therefore %s is %s.", "This shows that %s is %s.", "Hence %s is %s.");

  private SolutionWriter() {}

  /**
   * The solution; its last line is the answer in a box.
   *
   * @param answer what to give as the final answer
   * @param random chooses among phrasings
   */
  static String write(Computation computation, String answer, Random random) {
    Evaluator evaluator = Evaluator.run(computation, Arithmetic.EXACT);
    StringBuilder text = new StringBuilder();
    List<PlainStep> steps = PlainSteps.of(computation);
    for (int i = 0; i < steps.size(); i++) {
      PlainStep step = steps.get(i);
      evaluator.define(step.result(), evaluator.value(step.expr()));
      String lead = i == 0 ? LEADS.get(0) : LEADS.get(1 + random.nextInt(LEADS.size() - 1));
      text.append(i + 1)
          .append(". ")
          .append(String.format(lead, Phrases.noun(step.result())))
          .append(": ")
          .append(arithmetic(step, evaluator))
          .append('\n');
    }
    String asked = Phrases.noun(steps.get(steps.size() - 1).result());
    return text.append(String.format(ENDS.get(random.nextInt(ENDS.size())), asked, answer))
        .append("\n\n\\boxed{")
        .append(answer)
        .append('}')
        .toString();
  }

  /** The beginning of a solution that gives no number at all. */
  static String unfinished(Computation computation) {
    String asked = Phrases.noun(((Expr.Ref) computation.result()).name());
    return "We are asked for "
        + asked
        + ". Everything that we need is given, so we only have to put it together. The rest is"
        + " easy.";
  }

  private static String arithmetic(PlainStep step, Evaluator evaluator) {
    String result = evaluator.value(new Expr.Ref(step.result())).exact().toString();
    List<String> values = new ArrayList<>();
    if (step.kind().ofList()) {
      evaluator.list(step.atoms().get(0)).forEach(item -> values.add(item.exact().toString()));
    } else {
      step.atoms().forEach(atom -> values.add(evaluator.value(atom).exact().toString()));
    }
    String a = values.get(0);
    String b = values.size() > 1 ? values.get(1) : "";
    return switch (step.kind()) {
      case SUM, TOTAL -> String.join(" + ", values) + " = " + result + ".";
      case DIFFERENCE -> String.join(" - ", values) + " = " + result + ".";
      case PRODUCT -> String.join(" × ", values) + " = " + result + ".";
      case QUOTIENT -> a + " / " + b + " = " + result + ".";
      case WHOLE_TIMES -> b + " goes into " + a + " " + result + " whole times.";
      case REMAINDER -> a + " divided by " + b + " leaves the remainder " + result + ".";
      case PERCENTAGE -> a + " × " + b + " / 100 = " + result + ".";
      case SMALLER -> "the smaller of " + a + " and " + b + " is " + result + ".";
      case LARGER -> "the larger of " + a + " and " + b + " is " + result + ".";
      case HIGHEST -> "the highest of " + Phrases.list(values) + " is " + result + ".";
      case LOWEST -> "the lowest of " + Phrases.list(values) + " is " + result + ".";
      case COUNT -> "there are " + result + " values.";
      case GROWTH -> a + " + " + values.get(2) + " × " + b + " = " + result + ".";
      case DECLINE -> a + " - " + values.get(2) + " × " + b + " = " + result + ".";
      case MULTIPLICATION ->
          a + " multiplied " + values.get(2) + " times by " + b + " is " + result + ".";
      case IF_MORE, IF_AT_LEAST -> "comparing " + a + " with " + b + ", it is " + result + ".";
      case ROUNDED, ROUNDED_UP, ROUNDED_DOWN -> a + " is rounded to " + result + ".";
    };
  }
}
