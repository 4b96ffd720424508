package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static Equation parse(String left, String right, String before, String after) {
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
  private static Equation inText(String before, String stated, String after) {
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
  private static String arithmetic(List<String> tokens) {
    if (!NUMBER.matcher(tokens.get(0)).matches() && !tokens.get(0).equals("(")) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    boolean operand = false;
    for (String token : tokens) {
      if (NUMBER.matcher(token).matches()) {
        if (operand) {
          return null;
        }
        operand = true;
        if (closed(text)) {
          text.append('*');
        }
        text.append(
            token.endsWith("%") ? "(" + token.substring(0, token.length() - 1) + "/100)" : token);
      } else if (token.equals("x") || token.equals("of")) {
        if (operand || closed(text)) {
          text.append('*');
        }
        operand = false;
      } else if ("+-*/".contains(token)) {
        text.append(token);
        operand = false;
      } else if (token.equals("(")) {
        text.append(operand || closed(text) ? "*(" : "(");
        operand = false;
      } else if (token.equals(")")) {
        text.append(token);
        operand = false;
      } else if ("=.;:^_§!|".contains(token)) {
        return null;
      }
    }
    return text.toString();
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
  String rounding() {
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
  String rounding(Rational exact) {
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
