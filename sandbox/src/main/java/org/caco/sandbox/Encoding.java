package org.caco.sandbox;

import org.caco.python.PythonValue;

/** What a child says of a value: that it is one, as values.py writes it, and what its text is. */
final class Encoding {
  private Encoding() {}

  /** Whether this is one encoded value, written as the encoder writes it, and nothing else. */
  static boolean isValue(String json) {
    try {
      return PythonValue.parse(json).toJson().equals(json);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a text can be what {@code str} gives for an encoded value, cut after {@code limit}
   * characters. Of values with parts, of which the encoding does not tell every type, any text can
   * be.
   */
  static boolean isTextOf(String text, String json, int limit) {
    int characters = text.codePointCount(0, text.length());
    if (characters > limit) {
      return false;
    }
    // Lone surrogates come escaped in a text. A pair of them is one character in JSON.
    String found = withoutSurrogates(text);
    return PythonValue.parse(json)
        .asText()
        .map(Encoding::withoutSurrogates)
        .map(whole -> characters == limit ? whole.startsWith(found) : whole.equals(found))
        .orElse(true);
  }

  private static String withoutSurrogates(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        escaped.append("\\u").append(Integer.toHexString(c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
