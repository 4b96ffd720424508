package org.caco.text;

/**
 * Text in a form that is safe to print on a terminal. Seeds, models, servers and names of files can
 * hold escape sequences, which move the cursor, change the title or the clipboard, and characters
 * that turn the direction of what follows or are not seen at all.
 */
public final class Printable {
  /** What stands for each character that is not printed. */
  private static final int REPLACEMENT = 0xfffd;

  private Printable() {}

  /** The text with a replacement character for each control but line feeds and tabs. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Printable::isHarmless)) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().map(c -> isHarmless(c) ? c : REPLACEMENT).forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      // Escape and its like; line and paragraph separators; the rest of what nobody sees, among it
      // what turns the direction of text; half a character.
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
