package org.caco.grader;

import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.caco.text.LowerCase;

/** Takes off what surrounds an answer without being part of it. */
final class Notation {
  private static final com.google.re2j.Pattern TEXT =
      com.google.re2j.Pattern.compile(
          "\\\\(?:text|mbox|textbf|textit|textrm|mathrm|mathbf|boxed)\\s*\\{([^{}]*)\\}");

  private static final Pattern AFTERNOON = BoundedPattern.of("(?i)[ap]\\.?\\s?m$");
  private static final Pattern COMMANDS =
      BoundedPattern.of("\\\\(?:text|mbox|textbf|textit|textrm|mathrm|mathbf|left|right)\\b");
  private static final Pattern SPACES = BoundedPattern.of("\\\\[,;:! ]|\\s");
  private static final Pattern MARKS = BoundedPattern.of("[{}$*`\"“”~]");
  private static final Pattern ARTICLE = BoundedPattern.of("^(?:the|an?)\\s{1,40}");

  /** What is wrapped in more is no answer that somebody wrote. */
  private static final int MAX_LAYERS = 12;

  private Notation() {}

  /** {@code text} without surrounding space, dollar signs, markdown, and full stops. */
  static String strip(String text) {
    String s = text.strip();
    String before = "";
    for (int layer = 0; layer < MAX_LAYERS && !s.equals(before); layer++) {
      before = s;
      s = stripEnds(s);
    }
    return s;
  }

  private static String stripEnds(String s) {
    int end = s.length();
    while (end > 0 && isTrailing(s, end - 1)) {
      end--;
    }
    int start = 0;
    while (start < end && (s.charAt(start) == '`' || Character.isWhitespace(s.charAt(start)))) {
      start++;
    }
    String t = s.substring(start, end);
    t = without(t, "**", "**");
    t = without(t, "__", "__");
    t = withoutTwice(t, "\"");
    t = without(t, "\\(", "\\)");
    t = without(t, "\\[", "\\]");
    t = withoutDollars(without(t, "$$", "$$"));
    if (t.startsWith("{") && Lexer.closingBrace(t, 0) == t.length() - 1 && t.indexOf(',') < 0) {
      t = t.substring(1, t.length() - 1);
    }
    return t.strip();
  }

  private static String withoutDollars(String t) {
    if (t.length() > 1 && t.charAt(0) == '$' && t.endsWith("$") && !t.endsWith("\\$")) {
      return t.substring(1, t.length() - 1);
    }
    return t.indexOf('$', 1) > 0 ? withoutPairedDollars(t) : t;
  }

  private static boolean isTrailing(String s, int i) {
    char c = s.charAt(i);
    if (c == '.') {
      return !AFTERNOON.matcher(s.substring(Math.max(0, i - 5), i)).find();
    }
    if (c == ',' || c == ';') {
      return true;
    }
    return Character.isWhitespace(c) || c == '`';
  }

  private static String without(String s, String open, String close) {
    return s.length() > open.length() + close.length()
            && s.startsWith(open)
            && s.endsWith(close)
            && s.indexOf(open, open.length()) < 0
        ? s.substring(open.length(), s.length() - close.length())
        : open.equals(close) ? withoutTwice(s, open) : s;
  }

  private static String withoutTwice(String s, String mark) {
    return s.length() > 2 * mark.length()
            && s.startsWith(mark)
            && s.indexOf(mark, mark.length()) == s.length() - mark.length()
        ? s.substring(mark.length(), s.length() - mark.length())
        : s;
  }

  /** Drops the dollar signs that delimit formulas; those of money, one or escaped, stay. */
  private static String withoutPairedDollars(String s) {
    int count = 0;
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) == '$' && (i == 0 || s.charAt(i - 1) != '\\')) {
        count++;
      }
    }
    if (count < 2 || count % 2 != 0) {
      return s;
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c != '$' || (i > 0 && s.charAt(i - 1) == '\\')) {
        result.append(c);
      }
    }
    return result.toString();
  }

  /** Running text out of the braces of {@code \text{...}}. */
  static String withoutText(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    String s = text;
    for (int i = 0; i < 3; i++) {
      s = TEXT.matcher(s).replaceAll("$1");
    }
    return strip(s);
  }

  /** What two spellings of the same running text have in common. */
  static String wordsKey(String text) {
    String s = COMMANDS.matcher(text).replaceAll("");
    s = SPACES.matcher(s).replaceAll(" ");
    s = LowerCase.of(MARKS.matcher(s).replaceAll("")).strip();
    s = ARTICLE.matcher(s).replaceFirst("");
    s = withoutEnd(s);
    return s.replace('’', '\'').replace(" ", "");
  }

  /** Without the punctuation at the end: a regular expression would look for one at every space. */
  private static String withoutEnd(String s) {
    int end = s.length();
    while (end > 0 && " .,;:!?".indexOf(s.charAt(end - 1)) >= 0) {
      end--;
    }
    return s.substring(0, end);
  }
}
