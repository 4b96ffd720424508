package org.caco.transforms.reply;

import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a text in Markdown, as models write them. */
public final class Fences {
  /**
   * A block.
   *
   * @param info what stands behind the opening fence on its line
   * @param code the lines between, without the indentation of the fence
   * @param start the index of the line of the opening fence
   * @param end the index behind the closing fence, or the text's end where there is none
   */
  public record Block(String info, String code, int start, int end) {}

  private static final int MIN_FENCE = 3;

  /** Deeper lists and quotations are not looked into. */
  private static final int MAX_LEAD = 40;

  /** Where there is no fence. */
  private static final Opening NONE = new Opening(' ', 0, 0, false, "", 0);

  private final String text;
  private final List<Block> blocks = new ArrayList<>();
  private Opening open = NONE;

  /** An opening fence; {@code width} is how much of the lines behind it is its indentation. */
  private record Opening(char mark, int length, int width, boolean quoted, String info, int start) {
    boolean exists() {
      return length > 0;
    }
  }

  private Fences(String text) {
    this.text = text;
  }

  /**
   * The blocks in {@code text}, in order. A fence of three or more backticks or tildes opens one at
   * the start of a line, behind indentation, list markers and quotation marks, whatever the
   * language is called. It is closed by such a fence in a line of its own, by backticks at the end
   * of a line, by the next block, or by the end of the text. Backticks within a line do not close
   * it, so a program may have them in a string.
   */
  public static List<Block> in(String text) {
    Fences fences = new Fences(text);
    fences.read();
    return List.copyOf(fences.blocks);
  }

  private void read() {
    StringBuilder code = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      Opening fence = fence(at, end);
      if (!open.exists()) {
        open = fence;
      } else if (closes(fence)) {
        close(code, end);
        open = fence.info().isEmpty() ? NONE : fence;
      } else if (open.mark() == '`' && endsWithFence(at, end)) {
        int last = fenceStart(at, end);
        appendLine(code, at, last);
        close(code, end);
        open = NONE;
      } else {
        appendLine(code, at, end);
        code.append('\n');
      }
      at = end + 1;
    }
    if (open.exists()) {
      close(code, text.length());
    }
  }

  private void close(StringBuilder code, int end) {
    blocks.add(new Block(open.info(), code.toString(), open.start(), end));
    code.setLength(0);
  }

  private boolean closes(Opening fence) {
    return fence.exists() && fence.mark() == open.mark() && fence.length() >= open.length();
  }

  /** The fence that a line begins with, or {@link #NONE}. */
  private Opening fence(int from, int end) {
    int at = from;
    boolean quoted = false;
    while (at < end && at - from < MAX_LEAD) {
      char c = text.charAt(at);
      if (c == '>') {
        quoted = true;
      } else if (c != ' ' && c != '\t' && !isListMarker(at, end)) {
        break;
      }
      at++;
    }
    if (at == end || (text.charAt(at) != '`' && text.charAt(at) != '~')) {
      return NONE;
    }
    char mark = text.charAt(at);
    int behind = at;
    while (behind < end && text.charAt(behind) == mark) {
      behind++;
    }
    String info = text.substring(behind, end).strip();
    boolean inline = mark == '`' && info.indexOf('`') >= 0;
    return behind - at < MIN_FENCE || inline
        ? NONE
        : new Opening(mark, behind - at, at - from, quoted, info, from);
  }

  /** Whether a bullet, or a digit or point of a number, stands at {@code at} before space. */
  private boolean isListMarker(int at, int end) {
    char c = text.charAt(at);
    boolean spaceFollows = at + 1 < end && text.charAt(at + 1) == ' ';
    if (c == '-' || c == '*' || c == '+') {
      return spaceFollows;
    }
    if (c == '.' || c == ')') {
      return spaceFollows && at > 0 && isDigit(text.charAt(at - 1));
    }
    return isDigit(c)
        && at + 1 < end
        && (isDigit(text.charAt(at + 1)) || ".)".indexOf(text.charAt(at + 1)) >= 0);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void appendLine(StringBuilder code, int from, int end) {
    int at = from;
    int most = Math.min(end, from + open.width());
    while (at < most) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\t' && !(open.quoted() && c == '>')) {
        break;
      }
      at++;
    }
    code.append(text, at, end);
  }

  private boolean endsWithFence(int from, int end) {
    return fenceStart(from, end) >= from;
  }

  /** Where the backticks that end a line begin, or -1 where they are no fence. */
  private int fenceStart(int from, int lineEnd) {
    int end = lineEnd;
    while (end > from && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > from && text.charAt(start - 1) == '`') {
      start--;
    }
    return end - start >= Math.max(MIN_FENCE, open.length()) ? start : -1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
