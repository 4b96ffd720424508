package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/**
 * The laxness of the grader that was released with Caco, for comparison with ours: brackets are
 * dropped before texts are compared, numbers match within one part in ten thousand and also when
 * off by a factor of 100, the last single letter A to E of a text is its choice, the base of a
 * numeral is ignored. Written from descriptions of its behaviour.
 */
final class CacoComparison {
  private static final double TOLERANCE = 1e-4;
  private static final Pattern CHOICE = BoundedPattern.of("(?<![A-Z])[A-E](?![A-Z])");
  private static final com.google.re2j.Pattern SLASH =
      com.google.re2j.Pattern.compile("(-?\\d+)/(-?\\d+)");
  private static final com.google.re2j.Pattern BASE =
      com.google.re2j.Pattern.compile("_\\{?\\d+\\}?");
  private static final Pattern BRACKETS = BoundedPattern.of("[\\[\\](){}]");
  private static final com.google.re2j.Pattern UNITS =
      com.google.re2j.Pattern.compile("\\\\(?:text|mbox)\\{[^{}]*\\}");
  private static final Pattern NOISE =
      BoundedPattern.of(
          "\\\\(?:left|right)(?![a-z])|\\\\[!,;:"
              + " ]|\\^\\{?\\\\circ\\}?|\\\\?[$%]|\\s|,(?=\\d{3}(?!\\d))");

  private final Budget budget;

  CacoComparison(Budget budget) {
    this.budget = budget;
  }

  Grade compare(String gold, String pred) {
    if (pred.strip().equalsIgnoreCase(gold.strip())) {
      return Grade.equal("text");
    }
    String letter = gold.strip();
    if (letter.length() == 1 && letter.charAt(0) >= 'A' && letter.charAt(0) <= 'E') {
      return Grade.of(letter.equals(lastChoice(pred)), "choice");
    }
    return values(normal(gold), normal(pred), 0);
  }

  private static String lastChoice(String text) {
    Matcher choice = CHOICE.matcher(text.toUpperCase(Locale.ROOT));
    String last = "";
    while (choice.find()) {
      last = choice.group();
    }
    return last;
  }

  private static String normal(String text) {
    String s = Notation.strip(text);
    if (s.length() > Lexer.MAX_LENGTH) {
      return s;
    }
    String withoutUnits = UNITS.matcher(s).replaceAll("");
    s = withoutUnits.isBlank() ? Notation.withoutText(s) : withoutUnits;
    s = NOISE.matcher(s.replace("dfrac", "frac").replace("tfrac", "frac")).replaceAll("");
    s = SLASH.matcher(s).replaceAll("\\\\frac{$1}{$2}");
    s = BASE.matcher(s).replaceAll("");
    int equals = s.indexOf('=');
    return equals >= 0 && equals <= 2 && equals == s.lastIndexOf('=') ? s.substring(equals + 1) : s;
  }

  private Grade values(String gold, String pred, int depth) {
    if (withoutBrackets(gold).equalsIgnoreCase(withoutBrackets(pred))) {
      return Grade.equal("text");
    }
    Double x = number(gold);
    Double y = number(pred);
    if (x != null && y != null) {
      boolean close = close(x, y) || close(x / 100, y) || close(x * 100, y);
      return Grade.of(close, "number");
    }
    List<String> goldItems = items(gold);
    List<String> predItems = items(pred);
    if (depth < 4 && goldItems.size() > 1 && goldItems.size() == predItems.size()) {
      for (int i = 0; i < goldItems.size(); i++) {
        if (!values(goldItems.get(i), predItems.get(i), depth + 1).equal()) {
          return Grade.different("item");
        }
      }
      return Grade.equal("sequence");
    }
    return formulas(gold, pred);
  }

  private static String withoutBrackets(String text) {
    return BRACKETS.matcher(text).replaceAll("");
  }

  private @Nullable Double number(String text) {
    Answer answer = AnswerParser.parse(text, budget);
    return answer instanceof Answer.Scalar scalar && scalar.exact() != null
        ? Double.valueOf(
            scalar.exact().numerator().doubleValue() / scalar.exact().denominator().doubleValue())
        : null;
  }

  private static boolean close(double x, double y) {
    return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    boolean opened = text.startsWith("[") || text.startsWith("(");
    String inside = opened ? text.substring(1) : text;
    boolean closed = inside.endsWith("]") || inside.endsWith(")");
    inside = closed ? inside.substring(0, inside.length() - 1) : inside;
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        items.add(inside.substring(start, i));
        start = i + 1;
      }
    }
    items.add(inside.substring(start));
    return items;
  }

  private Grade formulas(String gold, String pred) {
    Answer a = AnswerParser.parse(gold, budget);
    Answer b = AnswerParser.parse(pred, budget);
    if (a instanceof Answer.Scalar x && b instanceof Answer.Scalar y) {
      Rational valueX = x.exact() != null ? x.exact() : new Numeric(budget).realValue(x.expr());
      Rational valueY = y.exact() != null ? y.exact() : new Numeric(budget).realValue(y.expr());
      if (valueX != null && valueY != null) {
        Rational size = valueX.abs().compareTo(valueY.abs()) > 0 ? valueX.abs() : valueY.abs();
        Rational allowed = size.dividedBy(Rational.of(10_000));
        return Grade.of(valueX.minus(valueY).abs().compareTo(allowed) <= 0, "number");
      }
    }
    return new Comparison(budget, Judging.ALONE).compare(a, b);
  }
}
