package org.caco.grader;

import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * The note in brackets at the end of an answer: 12 apples (3 per child), 0.5 (or 50%).
 *
 * @param body what stands before the note
 * @param note what stands in the brackets
 */
record Notes(String body, String note) {
  private static final int MAX_NOTE = 300;

  /** Where a note says one of these, the answer is not what stands before it, or not always. */
  private static final Set<String> CHANGING =
      Set.of(
          "base",
          "mod",
          "if",
          "when",
          "unless",
          "except",
          "not",
          "thousand",
          "thousands",
          "million",
          "millions",
          "billion",
          "billions",
          "hundred",
          "hundreds",
          "dozen",
          "dozens",
          "modulo",
          "plus",
          "minus",
          "times",
          "false",
          "wrong",
          "incorrect",
          "negative");

  private static final List<String> LEADS =
      List.of("or", "i.e.,", "i.e.", "that is,", "that is", "=", "about", "approximately", "≈");

  /** The parts of {@code text}, or null where it ends in no note. */
  static @Nullable Notes split(String text) {
    if (!text.endsWith(")") || text.indexOf(' ') < 0) {
      return null;
    }
    int level = 0;
    int open = text.length() - 1;
    for (; open > 0 && text.length() - open <= MAX_NOTE; open--) {
      level += text.charAt(open) == ')' ? 1 : text.charAt(open) == '(' ? -1 : 0;
      if (level == 0) {
        break;
      }
    }
    if (level != 0 || open < 2 || text.charAt(open - 1) != ' ' || text.charAt(open) != '(') {
      return null;
    }
    String body = text.substring(0, open).strip();
    String note = text.substring(open + 1, text.length() - 1).strip();
    return body.isEmpty() || note.isEmpty() || body.endsWith("=") ? null : new Notes(body, note);
  }

  /** The note without "or", "that is" and the like. */
  String value() {
    String lower = LowerCase.of(note);
    for (String lead : LEADS) {
      boolean word = Character.isLetter(lead.charAt(lead.length() - 1));
      if (lower.startsWith(word ? lead + " " : lead)) {
        return note.substring(lead.length()).strip();
      }
    }
    return note;
  }

  /** Whether it makes another answer of what stands before it. */
  boolean changesAnswer() {
    return words().stream().anyMatch(CHANGING::contains);
  }

  /** Whether it is running text, not an answer itself. */
  boolean isRemark() {
    return words().stream().anyMatch(word -> word.length() > 2)
        && note.indexOf('\\') < 0
        && !words().get(0).equals("or");
  }

  private List<String> words() {
    return List.of(LowerCase.of(note).split("[^a-z]", -1));
  }
}
