package org.caco.sandbox;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done to a source before it runs. */
final class Source {
  private static final Pattern HEAVY = Pattern.compile("sympy|numpy|mpmath|scipy");
  private static final Pattern FENCED =
      Pattern.compile("(?s)^[ \\t]*```[^\\n]*\\n(.*?)(?:\\n[ \\t]*```[^\\n]*(?:\\n.*)?)?$");
  private static final Pattern MARKED =
      Pattern.compile("(?m)^[ \\t]*```(?:python|py|python3)[ \\t]*\\n");
  private static final Pattern END = Pattern.compile("(?m)^[ \\t]*```[ \\t]*$");

  private static final Set<String> UNPARSED =
      Set.of("SyntaxError", "IndentationError", "TabError", "ValueError", "RecursionError");

  private Source() {}

  /** Drops Markdown fences, and the text around them where the fence is marked as Python. */
  static String withoutFences(String code) {
    if (!code.contains("```")) {
      return code;
    }
    String stripped = code.strip();
    if (stripped.startsWith("```")) {
      Matcher fenced = FENCED.matcher(stripped);
      return fenced.find() ? fenced.group(1) : code;
    }
    // Two searches: where the first fence has no end none has, and none is looked for again.
    Matcher marked = MARKED.matcher(stripped);
    if (!marked.find()) {
      return code;
    }
    Matcher end = END.matcher(stripped);
    return end.find(marked.end()) ? stripped.substring(marked.end(), end.start()) : code;
  }

  /** Whether it may import what only a heavy zygote has; a wrong guess costs time only. */
  static boolean isHeavy(String code) {
    return HEAVY.matcher(code).find();
  }

  /** Whether a run says that Python did not take the source. */
  static boolean doesNotParse(Run run) {
    int colon = run.error().indexOf(':');
    return run.verdict() == Verdict.ERROR
        && colon > 0
        && UNPARSED.contains(run.error().substring(0, colon));
  }
}
