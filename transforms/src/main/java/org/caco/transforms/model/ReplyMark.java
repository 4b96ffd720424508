package org.caco.transforms.model;

/**
 * A piece of a reply that is no text but says what the text around it is.
 *
 * @param kind what it says
 * @param start its first character
 * @param end behind its last character
 * @param quoted whether it is only spoken of, in code, where it is part of the text
 * @param afterthought of {@link Kind#OPEN}: whether such reasoning may follow the answer
 */
record ReplyMark(Kind kind, int start, int end, boolean quoted, boolean afterthought) {
  enum Kind {
    /** Reasoning begins. */
    OPEN,
    /** Reasoning ends. */
    CLOSE,
    /** The turn ends, or the next one begins. */
    END,
    /** Means nothing here, and the text stays whole without it. */
    SKIP,
    /** Any other token that tokenizers keep for themselves. */
    CONTROL
  }

  boolean is(Kind kind) {
    return this.kind == kind;
  }

  ReplyMark asQuoted() {
    return new ReplyMark(kind, start, end, true, afterthought);
  }
}
