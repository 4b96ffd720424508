package org.caco.transforms.program;

import java.util.ArrayList;
import java.util.List;
import org.caco.transforms.step.RejectedException;

/**
 * A model's reply, read as the prompts ask for it.
 *
 * <p>What a model thought before is not part of a reply any more. A reply that begins with {@code
 * CANNOT:} is the model's word that it has nothing to give; it is rejected as {@value #DECLINED}.
 */
public final class Reply {
  /** The model said that it cannot. */
  public static final String DECLINED = "declined";

  /** The reply is empty. */
  public static final String EMPTY = "empty_reply";

  /** The reply holds no program. */
  public static final String NO_PROGRAM = "no_program";

  private static final String FENCE = "```";

  private Reply() {}

  /**
   * The reply without surrounding space.
   *
   * @throws RejectedException {@value #EMPTY} or {@value #DECLINED}
   */
  public static String text(String reply) {
    String text = reply.strip();
    if (text.isEmpty()) {
      throw new RejectedException(EMPTY, reply);
    }
    if (text.startsWith("CANNOT:")) {
      throw new RejectedException(DECLINED, text.substring("CANNOT:".length()).strip());
    }
    return text;
  }

  /**
   * The program in a reply: the last fenced block that assigns {@code input} and {@code output},
   * else the first fenced block, else the whole reply where it assigns both.
   *
   * @throws RejectedException {@value #EMPTY}, {@value #DECLINED} or {@value #NO_PROGRAM}
   */
  public static String program(String reply) {
    String text = text(reply);
    String first = null;
    String last = null;
    for (String fenced : fenced(text)) {
      String block = fenced.strip();
      if (first == null && !block.isEmpty()) {
        first = block;
      }
      if (isUnified(block)) {
        last = block;
      }
    }
    if (last != null) {
      return last + "\n";
    }
    if (first != null) {
      return first + "\n";
    }
    if (isUnified(text)) {
      return text + "\n";
    }
    throw new RejectedException(NO_PROGRAM, text);
  }

  /**
   * The fenced blocks. A fence opens at the start of a line, whatever the language is called.
   * Backticks within a line do not close it, so a program may have them in a string.
   */
  private static List<String> fenced(String text) {
    List<String> blocks = new ArrayList<>();
    int body = -1;
    for (int at = 0; at < text.length(); ) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      boolean fence = text.startsWith(FENCE, afterBlanks(text, at));
      int close = body < 0 ? -1 : fence ? at : closing(text, at, end);
      if (close >= 0) {
        blocks.add(text.substring(body, close));
        body = -1;
      } else if (body < 0 && fence && newline >= 0 && opens(text, at, end)) {
        body = end + 1;
      }
      at = end + 1;
    }
    if (body >= 0) {
      blocks.add(text.substring(body));
    }
    return blocks;
  }

  private static int afterBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** Whether a line that begins with a fence has no further backtick. */
  private static boolean opens(String text, int from, int end) {
    int at = afterBlanks(text, from) + FENCE.length();
    while (at < end && text.charAt(at) != '`') {
      at++;
    }
    return at == end;
  }

  /** Where the fence at the end of a line is, or -1. */
  private static int closing(String text, int from, int lineEnd) {
    int end = lineEnd > from && text.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    while (end > from && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    int start = end - FENCE.length();
    return start >= from && text.startsWith(FENCE, start) ? start : -1;
  }

  private static boolean isUnified(String code) {
    return assigns(code, "input") && assigns(code, "output");
  }

  /** Whether a line begins with an assignment to {@code name}. */
  private static boolean assigns(String code, String name) {
    for (int at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + name.length())) {
      int next = at + name.length();
      if (at == 0 || code.charAt(at - 1) == '\n') {
        while (next < code.length() && Character.isWhitespace(code.charAt(next))) {
          next++;
        }
        if (next < code.length() && code.charAt(next) == '=') {
          return true;
        }
      }
    }
    return false;
  }
}
