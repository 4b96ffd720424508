package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A calculation in a worked solution: {@code 48/2=24}.
 *
 * @param expr what is calculated, over literals
 * @param value the result as the solution states it
 * @param places the decimal places with which it is stated
 * @param before the line's text up to the calculation
 * @param after the line's text behind the result
 */
record Equation(Expr expr, Rational value, int places, String before, String after) {
  private static final Pattern ANNOTATION = Pattern.compile("<<([^<>=]*)=([^<>=]*)>>");
  private static final Pattern RESULT =
      Pattern.compile("=\\s*\\$?\\s*(-?\\d[\\d,]*\\.?\\d*|\\.\\d+)");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\d[\\d,]*(?:\\.\\d+)?%?|\\.\\d+%?|/\\s*[A-Za-z]+|[-+*/x()]|of|[A-Za-z]+|[=.;:^_§!|]");
  private static final Pattern MIXED = Pattern.compile("(\\d+) (?:and )?(\\d+)\\s?/\\s?(\\d+)");
  private static final Set<String> SIGNS = Set.of("+", "-", "*", "/", "(", ")");
  private static final Pattern NUMBER = Pattern.compile("\\d.*|\\.\\d.*");
  private static final int MAX_TOKENS = 40;

  /**
   * The calculations of a solution in their order: those marked as {@code <<48/2=24>>}, and those
   * that its text shows and that hold.
   */
  static List<Equation> of(String solution) {
    List<Equation> equations = new ArrayList<>();
    LinearSteps linear = new LinearSteps();
    for (String line : solution.split("\n", -1)) {
      if (!line.startsWith("####") && line.length() < 2_000) {
        ofLine(line, equations);
        linear.read(line, equations);
      }
    }
    return equations;
  }

  private static void ofLine(String line, List<Equation> equations) {
    StringBuilder plain = new StringBuilder();
    List<Integer> marks = new ArrayList<>();
    List<Equation> marked = new ArrayList<>();
    Matcher matcher = ANNOTATION.matcher(line);
    int copied = 0;
    while (matcher.find()) {
      plain.append(line, copied, matcher.start());
      copied = matcher.end();
      Equation equation =
          parse(matcher.group(1), matcher.group(2), plain.toString(), line.substring(copied));
      if (equation != null && equation.expr() instanceof Expr.Bin) {
        marks.add(plain.length());
        marked.add(equation);
      }
    }
    String text = plain.append(line.substring(copied)).toString();
    int next = 0;
    int from = 0;
    Matcher result = RESULT.matcher(text);
    while (result.find()) {
      while (next < marks.size() && marks.get(next) <= result.start()) {
        equations.add(marked.get(next++));
      }
      if (next < marks.size() && marks.get(next) <= result.end()) {
        equations.add(marked.get(next++));
      } else {
        Equation equation =
            inText(
                text.substring(from, result.start()),
                result.group(1),
                text.substring(result.end()));
        if (equation != null) {
          equations.add(equation);
        }
      }
      from = result.end();
    }
    equations.addAll(marked.subList(next, marked.size()));
  }

  private static @Nullable Equation parse(String left, String right, String before, String after) {
    try {
      String result = right.replace("$", "").replace("%", "").replace(",", "").strip();
      Expr expr = new PythonTokens(left.replace(",", "").replace("$", "")).expression();
      return new Equation(expr, Rational.parse(result), places(result), before, after);
    } catch (CannotException | NumberFormatException e) {
      return null;
    }
  }

  private static int places(String number) {
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point - 1;
  }

  /** The longest calculation at the end of {@code before} that gives {@code stated}. */
  private static @Nullable Equation inText(String before, String stated, String after) {
    List<String> tokens = new ArrayList<>();
    String normal =
        MIXED
            .matcher(before)
            .replaceAll("($1+$2/$3)")
            .replaceAll("[×·]", "*")
            .replace('÷', '/')
            .replaceAll("[−–]", "-")
            .replace("$", "");
    boolean percent = after.startsWith("%");
    Matcher matcher = TOKEN.matcher(percent ? normal.replace("%", "") : normal);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    String number = stated.endsWith(",") ? stated.substring(0, stated.length() - 1) : stated;
    number = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
    for (int from = Math.max(0, tokens.size() - MAX_TOKENS); from < tokens.size(); from++) {
      String text = arithmetic(tokens.subList(from, tokens.size()));
      Equation equation = text == null ? null : parse(text, number, before, after);
      if (equation != null && equation.expr() instanceof Expr.Bin && equation.rounding() != null) {
        return equation;
      }
    }
    return null;
  }

  /** The tokens as an expression, without the words between; null where they are none. */
  private static @Nullable String arithmetic(List<String> tokens) {
    String first = tokens.get(0);
    return NUMBER.matcher(first).matches() || first.equals("(") ? joined(tokens) : null;
  }

  private static @Nullable String joined(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    boolean operand = false;
    for (String token : tokens) {
      boolean number = NUMBER.matcher(token).matches();
      if (number ? operand : "=.;:^_§!|".contains(token)) {
        return null;
      }
      boolean times = token.equals("x") || token.equals("of");
      boolean sign = SIGNS.contains(token);
      if ((operand || closed(text)) && (number || times || token.equals("("))) {
        text.append('*');
      }
      text.append(number ? percentage(token) : sign ? token : "");
      operand = number || (operand && !times && !sign);
    }
    return text.toString();
  }

  private static String percentage(String number) {
    return number.endsWith("%") ? "(" + number.substring(0, number.length() - 1) + "/100)" : number;
  }

  private static boolean closed(StringBuilder text) {
    return text.length() > 0 && text.charAt(text.length() - 1) == ')';
  }

  /** Whether this is a step of solving an equation, whose factors sum up what was collected. */
  boolean algebra() {
    return before.equals(LinearSteps.ALGEBRA);
  }

  /**
   * How the exact value of the expression becomes the stated value: {@code exact}, {@code round},
   * {@code floor} or {@code ceil}; null where it does not.
   */
  @Nullable String rounding() {
    Rational exact;
    try {
      exact =
          Evaluator.result(
                  new Computation("", List.of(), List.of(), expr), Evaluator.Arithmetic.EXACT)
              .exact();
    } catch (CannotException e) {
      return null;
    }
    return rounding(exact);
  }

  /** As {@link #rounding()}, where the expression has the value {@code exact}. */
  @Nullable String rounding(Rational exact) {
    if (exact.equals(value)) {
      return "exact";
    } else if (places < 8 && exact.round(places).equals(value)) {
      return "round";
    } else if (exact.floor().equals(value)) {
      return "floor";
    } else if (exact.ceiling().equals(value)) {
      return "ceil";
    }
    return null;
  }
}
