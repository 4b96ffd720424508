package org.caco.text;

import java.util.Locale;

/**
 * Lower case in linear time. {@link String#toLowerCase} looks for the end of the word at every
 * capital sigma, which takes the square of a text's length.
 */
public final class LowerCase {
  private LowerCase() {}

  /** The text with each character in lower case by itself. */
  public static String of(CharSequence text) {
    if (isAscii(text)) {
      return text.toString().toLowerCase(Locale.ROOT);
    }
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  private static boolean isAscii(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
