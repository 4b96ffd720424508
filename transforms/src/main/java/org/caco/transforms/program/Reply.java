package org.caco.transforms.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.transforms.step.RejectedException;

/**
 * A model's reply, read as the prompts ask for it.
 *
 * <p>Thinking between {@code <think>} and {@code </think>} is not part of a reply. A reply that
 * begins with {@code CANNOT:} is the model's word that it has nothing to give; it is rejected as
 * {@value #DECLINED}.
 */
public final class Reply {
  /** The model said that it cannot. */
  public static final String DECLINED = "declined";

  /** The reply is empty, or all of it is thinking. */
  public static final String EMPTY = "empty_reply";

  /** The reply holds no program. */
  public static final String NO_PROGRAM = "no_program";

  private static final String THINK_END = "</think>";
  // A fence opens at the start of a line, whatever the language is called. Backticks within a line
  // do not close it, so a program may have them in a string.
  private static final Pattern FENCED =
      Pattern.compile(
          "^[ \\t]*```[^`\\n]*\\n(.*?)(?:^[ \\t]*```|```[ \\t]*\\r?$|\\z)",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INPUT = Pattern.compile("(?m)^input\\s*=");
  private static final Pattern OUTPUT = Pattern.compile("(?m)^output\\s*=");

  private Reply() {}

  /**
   * The reply without thinking and surrounding space.
   *
   * @throws RejectedException {@value #EMPTY} or {@value #DECLINED}
   */
  public static String text(String reply) {
    String text = reply.substring(afterThinking(reply)).strip();
    if (text.isEmpty() || text.startsWith("<think>")) {
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
    Matcher blocks = FENCED.matcher(text);
    while (blocks.find()) {
      String block = blocks.group(1).strip();
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

  private static boolean isUnified(String code) {
    return INPUT.matcher(code).find() && OUTPUT.matcher(code).find();
  }

  private static int afterThinking(String reply) {
    int end = reply.lastIndexOf(THINK_END);
    return end < 0 ? 0 : end + THINK_END.length();
  }
}
