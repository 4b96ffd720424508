package org.caco.transforms.consistency;

import java.util.List;
import java.util.Set;

/** What stands around a verdict and leaves less than it of it. */
final class Reserve {
  private static final Set<String> REFUSALS =
      Set.of(
          "false",
          "no",
          "reject",
          "rejected",
          "fail",
          "failed",
          "fails",
          "invalid",
          "incorrect",
          "wrong",
          "bad",
          "0");

  /** Words of the sentence before a verdict that is none, but what one might be. */
  private static final Set<String> SUPPOSITIONS =
      Set.of(
          "if",
          "would",
          "might",
          "could",
          "suppose",
          "supposing",
          "assuming",
          "hypothetically",
          "example",
          "template",
          "once",
          "unless",
          "wenn",
          "si");

  /** Words that go on with a sentence whose beginning a verdict is. */
  private static final Set<String> CONDITIONS =
      Set.of(
          "once",
          "if",
          "unless",
          "until",
          "but",
          "provided",
          "though",
          "although",
          "only",
          "when",
          "except",
          "assuming",
          "yet");

  /** Words and characters of other languages that take back what was said. */
  private static final Set<String> FOREIGN =
      Set.of("aber", "jedoch", "allerdings", "mais", "cependant", "pero", "ma", "\u043d\u043e");

  private static final List<String> CHARACTERS =
      List.of("\u4f46", "\u7136\u800c", "\u4e0d\u8fc7", "\u305f\u3060\u3057", "\u3057\u304b\u3057");

  private Reserve() {}

  /** Whether a text of a field that sums a verdict up refuses. */
  static boolean isRefusal(String text) {
    List<String> words = Words.in(text);
    return !words.isEmpty() && (REFUSALS.contains(words.get(0)) || words.get(0).equals("not"));
  }

  /** Whether the sentence at the end of {@code before} only supposes what follows it. */
  static boolean supposes(String before) {
    int start = before.length();
    // A paragraph of its own ends a sentence, as its point does.
    while (start > 0
        && ".!?".indexOf(before.charAt(start - 1)) < 0
        && !before.startsWith("\n\n", start - 2)) {
      start--;
    }
    return Words.in(before.substring(start)).stream().anyMatch(SUPPOSITIONS::contains);
  }

  /** Whether {@code behind}, which follows a verdict that accepts, says the contrary. */
  static boolean takesBack(String behind) {
    return PlainAnswer.takesBack(behind)
        || goesOn(behind)
        || Words.in(behind).stream().anyMatch(FOREIGN::contains)
        || CHARACTERS.stream().anyMatch(behind::contains);
  }

  /** Whether the sentence of a verdict goes on behind it, and only supposes it. */
  private static boolean goesOn(String behind) {
    int line = behind.indexOf('\n');
    String rest = (line < 0 ? behind : behind.substring(0, line)).strip();
    if (rest.isEmpty() || !(Character.isLetter(rest.charAt(0)) || rest.charAt(0) == ',')) {
      return false;
    }
    List<String> words = Words.in(rest);
    return words.stream().anyMatch(SUPPOSITIONS::contains)
        || (!words.isEmpty() && CONDITIONS.contains(words.get(0)));
  }
}
