package org.caco.transforms.reply;

/** A string of JSON, as models write it. */
public final class JsonString {
  private JsonString() {}

  /**
   * What the characters of a quoted string stand for. A backslash that no rule of JSON explains
   * stands for itself, as in {@code \(}.
   */
  public static String unescaped(String string) {
    StringBuilder plain = new StringBuilder(string.length());
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c != '\\' || i + 1 == string.length()) {
        plain.append(c);
        continue;
      }
      char next = string.charAt(++i);
      boolean word = i + 1 < string.length() && Character.isLetter(string.charAt(i + 1));
      switch (next) {
        case '"', '\\', '/', '\'' -> plain.append(next);
        case 'n' -> plain.append('\n');
        // \frac, \times, \right and \beta rather than form feeds, tabs and the like.
        case 't', 'r', 'b', 'f' -> {
          if (word && next != 't') {
            plain.append('\\').append(next);
          } else {
            plain.append(
                switch (next) {
                  case 't' -> '\t';
                  case 'r' -> '\r';
                  case 'b' -> '\b';
                  default -> '\f';
                });
          }
        }
        case 'u' -> i += unicode(string, i, plain);
        default -> plain.append('\\').append(next);
      }
    }
    return plain.toString();
  }

  /** Appends the character of four digits behind {@code u}, and returns how many were read. */
  private static int unicode(String string, int u, StringBuilder plain) {
    int code = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = u + i < string.length() ? Character.digit(string.charAt(u + i), 16) : -1;
      if (digit < 0) {
        plain.append("\\u");
        return 0;
      }
      code = code * 16 + digit;
    }
    plain.append((char) code);
    return 4;
  }
}
