package org.caco.transforms.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whether what opens is closed: formulas, environments and braces. */
final class Balance {
  private Balance() {}

  /** What is not closed, or closes nothing. */
  static Optional<String> broken(String text) {
    int braces = 0;
    int left = 0;
    int inline = 0;
    int display = 0;
    int environments = 0;
    int fences = 0;
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        braces++;
        open.push(i);
      } else if (c == '}') {
        braces--;
        if (open.poll() == null) {
          return Optional.of("} closes nothing, " + Row.around(text, i));
        }
      } else if (c == '`' && text.startsWith("```", i)) {
        fences++;
        i += 2;
      } else if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        inline += next == '(' ? 1 : next == ')' ? -1 : 0;
        display += next == '[' ? 1 : next == ']' ? -1 : 0;
        left += isCommand(text, i, "\\left") ? 1 : isCommand(text, i, "\\right") ? -1 : 0;
        environments += text.startsWith("\\begin{", i) ? 1 : text.startsWith("\\end{", i) ? -1 : 0;
        i += Character.isLetter(next) ? 0 : 1;
      }
      if (inline < 0 || display < 0) {
        return Optional.of("a formula that closes opens nowhere, " + Row.around(text, i));
      }
    }
    if (braces != 0) {
      return Optional.of("{ is not closed, " + Row.around(text, open.peek()));
    }
    if (inline != 0 || display != 0 || left != 0 || environments != 0 || fences % 2 != 0) {
      return Optional.of("a formula, an environment or a fence is not closed");
    }
    return dollars(text);
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
    boolean sign =
        next == ' '
            || next == '_'
            || next == '?'
            || next == '-'
            || next == '<'
            || next == '*'
            || next == '(';
    return amount
        || Character.isDigit(before)
        || sign
        || "UAC".indexOf(before) >= 0
        || before == 'S';
  }
}
