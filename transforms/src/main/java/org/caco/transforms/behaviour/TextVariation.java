package org.caco.transforms.behaviour;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Other texts of the kind that a text is: of the same characters where it repeats a few of them
 * much, else with a letter or digit less, more or another.
 *
 * @param random where the choices come from
 * @param wide whether texts may also change much, and by any character
 */
record TextVariation(Random random, boolean wide) {
  private static final String INSERTED = " aA0_.";

  /** Another text than {@code text}, where there is one. */
  String of(String text) {
    String alphabet = wide ? "" : alphabet(text);
    if (!alphabet.isEmpty()) {
      return recomposed(text, alphabet);
    }
    if (wide && !text.isEmpty() && random.nextBoolean()) {
      return reshaped(text);
    }
    int[] places = IntStream.range(0, text.length()).filter(i -> isPlain(text.charAt(i))).toArray();
    return places.length == 0 ? text : changed(text, places);
  }

  private String changed(String text, int[] places) {
    int at = places[random.nextInt(places.length)];
    char c = text.charAt(at);
    boolean letter = Character.isLetter(c) && places.length > 1;
    StringBuilder changed = new StringBuilder(text);
    switch (random.nextInt(4)) {
      case 0 -> changed.delete(at, letter ? at + 1 : at);
      case 1 -> changed.insert(at, letter ? String.valueOf(c) : "");
      default -> changed.setCharAt(at, another(c));
    }
    if (wide) {
      for (int place : places) {
        if (place < changed.length() && random.nextBoolean()) {
          changed.setCharAt(place, another(changed.charAt(place)));
        }
      }
    }
    return changed.toString();
  }

  /** With a character less or more, in the other case, or in another place. */
  private String reshaped(String text) {
    StringBuilder changed = new StringBuilder(text);
    int at = random.nextInt(text.length());
    int from = random.nextInt(text.length());
    char c = text.charAt(at);
    switch (random.nextInt(6)) {
      case 0, 1 ->
          changed.insert(
              random.nextInt(text.length() + 1),
              INSERTED.charAt(random.nextInt(INSERTED.length())));
      case 2 -> changed.insert(at, text.charAt(from));
      case 3 -> changed.setCharAt(at, text.charAt(from));
      case 4 ->
          changed.setCharAt(
              at, Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
      default -> {
        if (text.length() > 1) {
          changed.deleteCharAt(at);
        }
      }
    }
    return changed.toString();
  }

  /** The characters of a text that repeats few of them much, such as 1010; of another, none. */
  private static String alphabet(String text) {
    String different =
        text.codePoints()
            .distinct()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    boolean repeats =
        text.length() >= Variation.ALPHABET_ITEMS && different.length() * 2 <= text.length();
    return repeats && different.length() > 1 && different.chars().allMatch(TextVariation::isPlain)
        ? different
        : "";
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c) && !Character.isSurrogate((char) c);
  }

  private String recomposed(String text, String alphabet) {
    StringBuilder changed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      changed.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return changed.toString();
  }

  /** Another character of the same kind. */
  private char another(char c) {
    if (c >= 'a' && c <= 'z') {
      return (char) ('a' + (c - 'a' + 1 + random.nextInt(25)) % 26);
    }
    if (c >= 'A' && c <= 'Z') {
      return (char) ('A' + (c - 'A' + 1 + random.nextInt(25)) % 26);
    }
    if (c >= '0' && c <= '9') {
      // Near, so that a date or a time of day stays one.
      return c == '9' || (c > '1' && random.nextBoolean()) ? (char) (c - 1) : (char) (c + 1);
    }
    return c;
  }
}
