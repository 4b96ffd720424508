package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/** Reads what sympy prints for its sets and matrices. */
final class SympyText {
  private static final Pattern CALL = BoundedPattern.of("(\\w{1,40})(?:\\.(\\w{1,40}))?\\(");
  private static final int MAX_DEPTH = 8;

  private SympyText() {}

  /** The answer, or null where {@code text} is something else, such as a formula. */
  static @Nullable Answer parse(String text, Budget budget) {
    String stripped = text.strip();
    if (stripped.equals("EmptySet")) {
      return AnswerParser.parse("\\emptyset", budget);
    }
    if (stripped.startsWith("(") && (stripped.contains(") & (") || stripped.contains(") | ("))) {
      // (-2 < x) & (x < 2)
      String words = stripped.replace(") & (", " and ").replace(") | (", " or ");
      return AnswerParser.parse(words.substring(1, words.length() - 1), budget);
    }
    return parse(stripped, budget, 0);
  }

  private static @Nullable Answer parse(String text, Budget budget, int depth) {
    Matcher call = CALL.matcher(text);
    if (depth > MAX_DEPTH || !call.lookingAt() || !text.endsWith(")")) {
      return null;
    }
    String inside = text.substring(call.end(), text.length() - 1);
    List<String> arguments = arguments(inside);
    switch (call.group(1)) {
      case "Matrix", "ImmutableMatrix", "ImmutableDenseMatrix":
        Answer rows = PythonLiteral.parse(inside, budget);
        return rows != null ? rows : AnswerParser.parse(inside, budget);
      case "Interval":
        return interval(call.group(2), arguments, budget);
      case "FiniteSet":
        return AnswerParser.parse("\\{" + inside + "\\}", budget);
      case "Union":
        List<Answer> parts = new ArrayList<>();
        for (String argument : arguments) {
          Answer part = parse(argument, budget, depth + 1);
          parts.add(part != null ? part : AnswerParser.parse(argument, budget));
        }
        return new Answer.Union(parts);
      case "Eq":
        return arguments.size() == 2
            ? AnswerParser.parse(arguments.get(0) + " = " + arguments.get(1), budget)
            : null;
      case "Ne":
        return arguments.size() == 2
            ? AnswerParser.parse(arguments.get(0) + " \\neq " + arguments.get(1), budget)
            : null;
      default:
        return null;
    }
  }

  private static @Nullable Answer interval(String kind, List<String> arguments, Budget budget) {
    if (arguments.size() < 2) {
      return null;
    }
    boolean open = "open".equals(kind);
    String before = open || "Lopen".equals(kind) ? "(" : "[";
    String after = open || "Ropen".equals(kind) ? ")" : "]";
    return AnswerParser.parse(before + arguments.get(0) + ", " + arguments.get(1) + after, budget);
  }

  private static List<String> arguments(String inside) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(inside.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(inside.substring(start).strip());
    return parts;
  }
}
