package org.caco.transforms.model;

import java.util.List;

/**
 * Finds where a model goes on with the user's next turn, and a server has left out the tokens that
 * stand there.
 */
final class InventedTurn {
  /** What the tokens leave behind, alone on its line or at the end of one. */
  private static final List<String> ROLES = List.of("assistant", "user", "system");

  private static final List<String> LABELS =
      List.of("Human:", "### Human", "### User", "### Instruction", "<human>:", "[USER]");

  /** This label may be a text's own, unless an answer follows. */
  private static final List<String> USER = List.of("User:", "USER:");

  private static final List<String> ASSISTANT = List.of("Assistant:", "ASSISTANT:");

  private InventedTurn() {}

  /** Where the next turn begins, or the text's length. */
  static int start(String text) {
    int answered = lastLine(text);
    // The first line is the model's own.
    for (int line = text.indexOf('\n') + 1; line > 0; line = text.indexOf('\n', line) + 1) {
      int glued = glued(text, line - 1);
      if (glued >= 0) {
        return glued;
      }
      if (isRole(text, line) || startsWithAny(text, line, LABELS)) {
        return line;
      }
      if (line < answered && startsWithAny(text, line, USER)) {
        return line;
      }
    }
    return text.length();
  }

  /** The last line that begins with the assistant's label, or -1. */
  private static int lastLine(String text) {
    int last = -1;
    for (String label : ASSISTANT) {
      last = Math.max(last, text.lastIndexOf("\n" + label));
    }
    return last;
  }

  private static boolean startsWithAny(String text, int at, List<String> starts) {
    return starts.stream().anyMatch(start -> text.startsWith(start, at));
  }

  /** Whether there is nothing but a role's name from here to the end of the line. */
  private static boolean isRole(String text, int line) {
    for (String role : ROLES) {
      int end = line + role.length();
      if (text.startsWith(role, line) && end < text.length() && text.charAt(end) == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Where a role's name follows a full stop without a space, at the end of this line; or -1. */
  private static int glued(String text, int newline) {
    for (String role : ROLES) {
      int start = newline - role.length();
      if (start > 0
          && text.startsWith(role, start)
          && ".?!)}$]`*\"".indexOf(text.charAt(start - 1)) >= 0) {
        return start;
      }
    }
    return -1;
  }
}
