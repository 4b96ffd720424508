package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what sympy prints for its sets and matrices. */
final class SympyText {
  private static final Pattern CALL =
      Pattern.compile("(\\w+)(?:\\.(\\w+))?\\((.*)\\)", Pattern.DOTALL);

  private SympyText() {}

  /** The answer, or null where {@code text} is something else, such as a formula. */
  static Answer parse(String text, Budget budget) {
    Matcher call = CALL.matcher(text.strip());
    if (!call.matches()) {
      return null;
    }
    List<String> arguments = arguments(call.group(3));
    switch (call.group(1)) {
      case "Matrix", "ImmutableMatrix", "ImmutableDenseMatrix":
        Answer rows = PythonLiteral.parse(call.group(3), budget);
        return rows != null ? rows : AnswerParser.parse(call.group(3), budget);
      case "Interval":
        return interval(call.group(2), arguments, budget);
      case "FiniteSet":
        return AnswerParser.parse("\\{" + call.group(3) + "\\}", budget);
      case "Union":
        List<Answer> parts = new ArrayList<>();
        for (String argument : arguments) {
          Answer part = parse(argument, budget);
          parts.add(part != null ? part : AnswerParser.parse(argument, budget));
        }
        return new Answer.Union(parts);
      default:
        return null;
    }
  }

  private static Answer interval(String kind, List<String> arguments, Budget budget) {
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
