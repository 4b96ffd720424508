package org.caco.transforms.seeds;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads what an assert of a Python test expects, without running it: the right side of {@code
 * assert LEFT == RIGHT}, or {@code True} for any other condition.
 */
final class FirstAssert {
  private static final Pattern ASSERT =
      BoundedPattern.of("(?m)^[ \\t]{0,80}assert(?![A-Za-z0-9_])");

  /** At top level these make a condition more than one equation. */
  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "is", "in", "if", "else", "lambda");

  private final String text;
  private int position;
  private int equation = -1;
  private boolean compound;

  private FirstAssert(String text, int start) {
    this.text = text;
    this.position = start;
  }

  /** What the first assert of {@code test} expects; empty if there is none that can be read. */
  static Optional<String> expected(String test) {
    Matcher matcher = ASSERT.matcher(test);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(new FirstAssert(test, matcher.end()).read());
  }

  private @Nullable String read() {
    int start = position;
    int depth = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"' || c == '\'') {
        if (!skipString(c)) {
          return null;
        }
      } else if (Character.isJavaIdentifierStart(c)) {
        readWord(depth);
      } else if (depth == 0 && (c == ',' || c == ';' || c == '\n' || c == '#')) {
        break;
      } else if (c == '#') {
        skipComment();
      } else if (c == '\\') {
        position += 2;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
        position++;
      } else if (")]}".indexOf(c) >= 0) {
        if (--depth < 0) {
          return null;
        }
        position++;
      } else {
        readOperator(depth);
      }
    }
    return depth == 0 ? result(start, Math.min(position, text.length())) : null;
  }

  private @Nullable String result(int start, int end) {
    if (text.substring(start, end).isBlank()) {
      return null;
    }
    if (equation < 0 || compound) {
      return "True";
    }
    String right = text.substring(equation, end).strip();
    return right.isEmpty() ? null : right;
  }

  private void readWord(int depth) {
    int start = position;
    while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
      position++;
    }
    compound |= depth == 0 && WORDS.contains(text.substring(start, position));
  }

  private void readOperator(int depth) {
    char c = text.charAt(position);
    char next = position + 1 < text.length() ? text.charAt(position + 1) : ' ';
    boolean shift = (c == '<' || c == '>') && next == c;
    boolean two = shift || (next == '=' && "=!<>".indexOf(c) >= 0);
    position += two ? 2 : 1;
    if (depth > 0) {
      return;
    }
    if (c == '=' && next == '=') {
      compound |= equation >= 0;
      equation = position;
    } else if (!shift && "!<>".indexOf(c) >= 0) {
      compound = true;
    }
  }

  private void skipComment() {
    int end = text.indexOf('\n', position);
    position = end < 0 ? text.length() : end;
  }

  /** Skips a string literal; false if it is never closed. */
  private boolean skipString(char quote) {
    String close = String.valueOf(quote);
    if (text.startsWith(close.repeat(3), position)) {
      close = close.repeat(3);
    }
    position += close.length();
    while (position < text.length()) {
      if (text.startsWith(close, position)) {
        position += close.length();
        return true;
      }
      char c = text.charAt(position);
      if (c == '\n' && close.length() == 1) {
        return false;
      }
      position += c == '\\' ? 2 : 1;
    }
    return false;
  }
}
