package org.caco.transforms.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whether what opens is closed: formulas, environments and braces. */
final class Balance {
  private final String text;
  private final Deque<Integer> braces = new ArrayDeque<>();
  private int inline;
  private int display;
  private int left;
  private int environments;
  private int fences;

  private Balance(String text) {
    this.text = text;
  }

  /** What is not closed, or closes nothing. */
  static Optional<String> broken(String text) {
    return new Balance(text).broken().or(() -> dollars(text));
  }

  private Optional<String> broken() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        braces.push(i);
      } else if (c == '}' && braces.poll() == null) {
        return Optional.of("} closes nothing, " + Row.around(text, i));
      } else if (c == '`' && text.startsWith("```", i)) {
        fences++;
        i += 2;
      } else if (c == '\\' && i + 1 < text.length()) {
        command(i);
        i += Character.isLetter(text.charAt(i + 1)) ? 0 : 1;
      }
      if (inline < 0 || display < 0) {
        return Optional.of("a formula that closes opens nowhere, " + Row.around(text, i));
      }
    }
    if (!braces.isEmpty()) {
      return Optional.of("{ is not closed, " + Row.around(text, braces.peek()));
    }
    return isOpen()
        ? Optional.of("a formula, an environment or a fence is not closed")
        : Optional.empty();
  }

  private boolean isOpen() {
    return inline != 0 || display != 0 || left != 0 || environments != 0 || fences % 2 != 0;
  }

  /** Counts the command at {@code at}, which begins with a backslash. */
  private void command(int at) {
    switch (text.charAt(at + 1)) {
      case '(' -> inline++;
      case ')' -> inline--;
      case '[' -> display++;
      case ']' -> display--;
      case 'l' -> left += isCommand(text, at, "\\left") ? 1 : 0;
      case 'r' -> left -= isCommand(text, at, "\\right") ? 1 : 0;
      case 'b' -> environments += text.startsWith("\\begin{", at) ? 1 : 0;
      case 'e' -> environments -= text.startsWith("\\end{", at) ? 1 : 0;
      default -> {}
    }
  }

  private static boolean isCommand(String text, int at, String command) {
    int end = at + command.length();
    return text.startsWith(command, at)
        && (end == text.length() || !Character.isLetter(text.charAt(end)));
  }

  /** An odd number of dollar signs none of which may be one of money. */
  private static Optional<String> dollars(String text) {
    int single = 0;
    int doubled = 0;
    int last = -1;
    boolean money = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '$' && text.startsWith("$", i + 1)) {
        doubled++;
        last = i;
        i++;
      } else if (c == '$') {
        single++;
        last = i;
        money |= isMoney(text, i);
      }
    }
    boolean odd = (single % 2 != 0 && !money) || (doubled % 2 != 0 && single == 0);
    return odd ? Optional.of("$ is not closed, " + Row.around(text, last)) : Optional.empty();
  }

  private static boolean isMoney(String text, int at) {
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    boolean amount = Character.isDigit(next) || (next == '.' && !Character.isLetter(before));
    boolean sign = " _?-<*(".indexOf(next) >= 0;
    return amount || Character.isDigit(before) || sign || "UACS".indexOf(before) >= 0;
  }
}
