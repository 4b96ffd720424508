package org.caco.server.embedded;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.PlainStep.Kind;

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

  /** What stands between the values of a step that is a formula. */
  private static final Map<Kind, String> SIGNS =
      Map.of(Kind.SUM, " + ", Kind.TOTAL, " + ", Kind.DIFFERENCE, " - ", Kind.PRODUCT, " × ");

  /** The other steps: 1 is the result, 2 the list of all values, 3 to 5 are the first three. */
  private static final Map<Kind, String> SENTENCES =
      Map.ofEntries(
          entry(Kind.QUOTIENT, "%3$s / %4$s = %1$s."),
          entry(Kind.WHOLE_TIMES, "%4$s goes into %3$s %1$s whole times."),
          entry(Kind.REMAINDER, "%3$s divided by %4$s leaves the remainder %1$s."),
          entry(Kind.PERCENTAGE, "%3$s × %4$s / 100 = %1$s."),
          entry(Kind.SMALLER, "the smaller of %3$s and %4$s is %1$s."),
          entry(Kind.LARGER, "the larger of %3$s and %4$s is %1$s."),
          entry(Kind.HIGHEST, "the highest of %2$s is %1$s."),
          entry(Kind.LOWEST, "the lowest of %2$s is %1$s."),
          entry(Kind.COUNT, "there are %1$s values."),
          entry(Kind.GROWTH, "%3$s + %5$s × %4$s = %1$s."),
          entry(Kind.DECLINE, "%3$s - %5$s × %4$s = %1$s."),
          entry(Kind.MULTIPLICATION, "%3$s multiplied %5$s times by %4$s is %1$s."),
          entry(Kind.IF_MORE, "comparing %3$s with %4$s, it is %1$s."),
          entry(Kind.IF_AT_LEAST, "comparing %3$s with %4$s, it is %1$s."),
          entry(Kind.ROUNDED, "%3$s is rounded to %1$s."),
          entry(Kind.ROUNDED_UP, "%3$s is rounded to %1$s."),
          entry(Kind.ROUNDED_DOWN, "%3$s is rounded to %1$s."));

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
          .append(String.format(Locale.ROOT, lead, Phrases.noun(step.result())))
          .append(": ")
          .append(arithmetic(step, evaluator))
          .append('\n');
    }
    String asked = Phrases.noun(steps.get(steps.size() - 1).result());
    return text.append(
            String.format(Locale.ROOT, ENDS.get(random.nextInt(ENDS.size())), asked, answer))
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
    String sign = SIGNS.get(step.kind());
    if (sign != null) {
      return String.join(sign, values) + " = " + result + ".";
    }
    return String.format(
        Locale.ROOT,
        SENTENCES.get(step.kind()),
        result,
        Phrases.list(values),
        values.get(0),
        values.size() > 1 ? values.get(1) : "",
        values.size() > 2 ? values.get(2) : "");
  }
}
