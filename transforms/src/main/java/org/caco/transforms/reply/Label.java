package org.caco.transforms.reply;

import java.util.Set;
import org.caco.text.LowerCase;

/** Labels and titles before a text, such as {@code **Problem:**} and {@code # Problem 3}. */
final class Label {
  private static final String MARKUP = " \t*_#`>";
  private static final int MAX_LABEL = 60;
  private static final int MAX_TITLE = 80;

  private Label() {}

  /** The text without the label of this set that it begins with, and what belongs to it. */
  static String cut(String text, Set<String> labels) {
    int length = length(text, labels);
    if (length <= 0 || text.substring(length).isBlank()) {
      return text;
    }
    String rest = text.substring(length).strip();
    // A heading may have a title behind the label.
    String titled = text.startsWith("#") ? cutTitle("# " + rest) : rest;
    return titled.startsWith("# ") ? rest : titled;
  }

  /**
   * How long a label at the start of {@code text} is, with markup, number and colon; 0 where there
   * is none. A label ends with a colon or a dash, with its line, with its markup, or with the point
   * after a number.
   */
  static int length(String text, Set<String> labels) {
    int start = skip(text, skipSymbols(text, 0), MARKUP);
    int end = start;
    while (end < text.length() && end - start < MAX_LABEL && isOfLabel(text.charAt(end))) {
      end++;
    }
    String words = LowerCase.of(text.substring(start, end)).strip();
    String digits = trailingDigits(words);
    String name = words.substring(0, words.length() - digits.length());
    name = (name.endsWith("#") ? name.substring(0, name.length() - 1) : name).strip();
    if (!labels.contains(name)) {
      return 0;
    }
    int marked = skipSymbols(text, behindBracket(text, skip(text, end, "*_`")));
    if (marked == text.length() || text.charAt(marked) == '\n') {
      return skip(text, marked, " \t*_`");
    }
    boolean bold = start > 0 && text.charAt(start - 1) == '*';
    boolean numbered = !digits.isEmpty() || name.equals("q");
    boolean line = text.startsWith(".\n", marked);
    return line || ends(text.charAt(marked), numbered, bold, marked > end)
        ? skip(text, marked + 1, " \t*_`")
        : 0;
  }

  /** Whether a character may end a label that is numbered, bold, or marked up to here. */
  private static boolean ends(char c, boolean numbered, boolean bold, boolean marked) {
    return switch (c) {
      case ':', '\u2014', '\u2013' -> true;
      case ')' -> numbered;
      case '.' -> numbered || (bold && !marked);
      case ' ' -> bold && marked;
      default -> false;
    };
  }

  /** Behind pictures and the spaces between them; {@code from} where there are none. */
  static int skipSymbols(String text, int from) {
    int behind = from;
    for (int at = from; at < text.length() && at - from < MAX_LABEL; ) {
      int c = text.codePointAt(at);
      boolean symbol = Character.getType(c) == Character.OTHER_SYMBOL || c == 0xfe0f;
      if (!symbol && c != ' ') {
        break;
      }
      at += Character.charCount(c);
      behind = symbol ? at : behind;
    }
    return behind;
  }

  /** Behind what stands in brackets at {@code at}, as in "Problem (3 points)". */
  private static int behindBracket(String text, int at) {
    if (!text.startsWith("(", at)) {
      return at;
    }
    int close = text.indexOf(')', at);
    return close > 0 && close - at < MAX_LABEL ? skip(text, close + 1, "*_` ") : at;
  }

  /** The text without a title: a first line that is a heading or bold, and states nothing. */
  static String cutTitle(String text) {
    int newline = text.indexOf('\n');
    if (newline < 0 || newline > MAX_TITLE) {
      return text;
    }
    String line = text.substring(0, newline).strip();
    boolean heading = line.startsWith("#") || LowerCase.of(bare(line)).startsWith("title:");
    boolean bold = line.startsWith("**") && line.endsWith("**") && line.length() > 4;
    boolean states =
        line.chars().anyMatch(c -> c >= '0' && c <= '9') || ".?$".indexOf(last(line)) >= 0;
    boolean title = (heading || bold) && !states;
    return title && !text.substring(newline).isBlank() ? text.substring(newline).strip() : text;
  }

  /** The text without markup before it. */
  static String bare(String text) {
    return text.substring(skip(text, 0, MARKUP));
  }

  private static char last(String line) {
    String bare = line;
    while (bare.endsWith("*") || bare.endsWith(" ")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    return bare.isEmpty() ? ' ' : bare.charAt(bare.length() - 1);
  }

  private static boolean isOfLabel(char c) {
    return Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '#';
  }

  private static String trailingDigits(String words) {
    int start = words.length();
    while (start > 0 && Character.isDigit(words.charAt(start - 1))) {
      start--;
    }
    return words.substring(start);
  }

  static int skip(String text, int from, String characters) {
    int at = from;
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
