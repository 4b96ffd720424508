package org.caco.transforms.model;

/**
 * That a server refuses whatever it is asked.
 *
 * @param kind what is wrong
 * @param status the response's status
 * @param sentence the server's own
 */
record Denial(Kind kind, int status, String sentence) {
  /** What is wrong with all requests. */
  enum Kind {
    /** Nothing. */
    NONE,
    /** The key, the model's name or the address. */
    ACCESS,
    /** The account has nothing left. */
    CREDIT
  }

  /** Characters of the sentence that are quoted. */
  private static final int MAX_QUOTE = 300;

  /** On one line, without the key. */
  String quote(KeyMask mask) {
    String line = String.join(" ", mask.hide(sentence).strip().split("\\s+", -1));
    return line.length() <= MAX_QUOTE ? line : line.substring(0, MAX_QUOTE) + "...";
  }
}
