package org.caco.transforms.derive;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Grade;

/**
 * Says of the steps of a solution whether they are right.
 *
 * <p>A step is some lines that end with one that works something out: {@code ... = 12}. It is right
 * where every number that it works out is one that the program works out as well, and no
 * calculation in it is wrong. It is wrong where a calculation in it is: {@code 3 * 4 = 13}. The
 * last step, which gives the answer, is right where the answer is the program's and wrong where
 * another is. Of all else nothing is sure, and labels end before it; they end with the first wrong
 * step too, as nothing after it can be relied on.
 */
final class StepLabels {
  /**
   * Steps with labels.
   *
   * @param complete whether they are the whole solution
   */
  record Labelled(List<String> steps, List<Boolean> labels, boolean complete) {}

  private enum Truth {
    RIGHT,
    WRONG,
    UNSURE
  }

  private static final int MAX_TEXT = 20_000;
  private static final int MAX_STEPS = 100;
  private static final String NUMBER = "\\d{1,15}(?:,\\d{3}){0,4}(?:\\.\\d{1,12})?";
  private static final String OPERATOR = "[ ]{0,2}(?:[-+*/×÷−]|\\\\times|\\\\cdot|\\\\div)[ ]{0,2}";
  private static final Pattern RESULT =
      Pattern.compile("=[ ]{0,2}[\\\\]?[$€£]?[ ]{0,2}(-?" + NUMBER + ")");
  private static final Pattern CALCULATION =
      Pattern.compile(
          "([$]?"
              + NUMBER
              + "(?:"
              + OPERATOR
              + "[$]?"
              + NUMBER
              + "){1,8})[ ]{0,2}=[ ]{0,2}[$]?(-?"
              + NUMBER
              + ")");
  private static final String BINDS = "+-*/×÷−=(^{}[\\%_";
  private static final AnswerGrader GRADER = AnswerGrader.strict();

  private final List<Double> values;

  /**
   * @param values the numbers that the program works out
   */
  StepLabels(List<Double> values) {
    this.values = values;
  }

  Labelled of(String solution, boolean agrees) {
    List<String> steps = new ArrayList<>();
    List<Boolean> labels = new ArrayList<>();
    List<String> all = solution.length() > MAX_TEXT ? List.of() : steps(solution);
    boolean complete = !all.isEmpty() && all.size() <= MAX_STEPS;
    for (int i = 0; complete && i < all.size(); i++) {
      boolean last = i == all.size() - 1;
      Truth truth = last ? lastTruth(all.get(i), agrees) : truth(all.get(i));
      if (truth == Truth.UNSURE) {
        complete = false;
        break;
      }
      steps.add(all.get(i));
      labels.add(truth == Truth.RIGHT);
      if (truth == Truth.WRONG) {
        complete = last;
        break;
      }
    }
    return new Labelled(steps, labels, complete);
  }

  /** Lines up to each that works something out; the last step has what follows that. */
  private static List<String> steps(String solution) {
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    for (String line : solution.split("\n", -1)) {
      step.append(step.length() == 0 ? "" : "\n").append(line);
      if (RESULT.matcher(line).find()) {
        steps.add(step.toString().strip());
        step.setLength(0);
      }
    }
    if (!step.toString().isBlank()) {
      steps.add(step.toString().strip());
    }
    return steps;
  }

  private Truth lastTruth(String step, boolean agrees) {
    Truth calculated = truth(step);
    if (calculated == Truth.WRONG || !agrees) {
      return Truth.WRONG;
    }
    boolean says = RESULT.matcher(step).find();
    return says ? calculated : Truth.RIGHT;
  }

  private Truth truth(String step) {
    Matcher calculation = CALCULATION.matcher(step);
    boolean sure = true;
    while (calculation.find()) {
      if (standsAlone(step, calculation.start(), calculation.end())) {
        Truth truth = truth(calculation.group(1), calculation.group(2));
        if (truth == Truth.WRONG) {
          return Truth.WRONG;
        }
        sure &= truth == Truth.RIGHT;
      }
    }
    Matcher result = RESULT.matcher(step);
    int results = 0;
    while (result.find()) {
      results++;
      sure &= endsHere(step, result.end()) && isWorkedOut(result.group(1));
    }
    return sure && results > 0 ? Truth.RIGHT : Truth.UNSURE;
  }

  /** Whether nothing before or behind it makes it a part of a longer calculation. */
  private static boolean standsAlone(String step, int start, int end) {
    int before = start - 1;
    while (before >= 0 && step.charAt(before) == ' ') {
      before--;
    }
    int behind = end;
    while (behind < step.length() && step.charAt(behind) == ' ') {
      behind++;
    }
    boolean alone = before < 0 || !isPart(step, before, start);
    return alone
        && endsHere(step, end)
        && (behind == step.length()
            || (BINDS.indexOf(step.charAt(behind)) < 0
                && !(behind == end && Character.isLetter(step.charAt(behind)))));
  }

  /** Whether a number that ends here has no more digits behind it. */
  private static boolean endsHere(String step, int end) {
    int next = end;
    if (next < step.length() && (step.charAt(next) == '.' || step.charAt(next) == ',')) {
      next++;
    }
    return next >= step.length() || !Character.isDigit(step.charAt(next));
  }

  /** Whether a sign or a variable before a calculation belongs to it. */
  private static boolean isPart(String step, int before, int start) {
    char c = step.charAt(before);
    if (!Character.isLetterOrDigit(c)) {
      return (BINDS.indexOf(c) >= 0 && c != '=') || c == ')' || (before == start - 1 && c == '.');
    }
    boolean apart = before < start - 1;
    boolean word = before > 0 && Character.isLetter(step.charAt(before - 1));
    return !apart || !word;
  }

  private static Truth truth(String calculation, String result) {
    String plain = calculation.replace("$", "").replace(",", "");
    String value = result.replace(",", "");
    Grade grade = GRADER.compare(value, plain);
    if (grade.equal()) {
      return Truth.RIGHT;
    }
    boolean rounds = plain.contains("/") || plain.contains("÷") || plain.contains("\\div");
    // 17 / 5 = 3 may leave a remainder unsaid.
    boolean wrong = grade.reason().equals("different_number") && !rounds;
    return wrong || grade.reason().equals("different_integer") ? Truth.WRONG : Truth.UNSURE;
  }

  /** Whether the program works it out, exactly or with more digits behind the second. */
  private boolean isWorkedOut(String text) {
    String plain = text.replace(",", "");
    double number = Double.parseDouble(plain);
    int point = plain.indexOf('.');
    int decimals = point < 0 ? 0 : plain.length() - point - 1;
    double off = decimals >= 2 ? 0.5001 * Math.pow(10, -decimals) : 0;
    double allowed = Math.max(off, 1e-9 * Math.max(1, Math.abs(number)));
    return values.stream().anyMatch(value -> Math.abs(value - number) <= allowed);
  }
}
