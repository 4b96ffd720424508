package org.caco.grader;

/**
 * A piece of a formula.
 *
 * @param kind what it is
 * @param text its canonical spelling: digits for a number, a name without its backslash, a symbol
 * @param spaced whether space or a change to running text stands before it
 */
record Token(Kind kind, String text, boolean spaced) {
  enum Kind {
    /** Digits, with a point or exponent at most; separators of thousands are gone. */
    NUMBER,
    /** As NUMBER, where the text had commas between groups of three digits. */
    GROUPED,
    /** One variable: a letter, Greek or Latin. */
    NAME,
    /** Two or more letters that are no function: running text, a unit or a product of variables. */
    WORD,
    /** The name of a function or of a construct with arguments, such as sqrt, frac or sin. */
    FUNCTION,
    /** An operator, relation, separator, percent or currency sign. */
    SYMBOL,
    OPEN,
    CLOSE,
    /** The start or end of a matrix, and the separators of its rows and cells. */
    MATRIX
  }

  boolean is(Kind kind, String text) {
    return this.kind == kind && this.text.equals(text);
  }

  boolean isSymbol(String text) {
    return is(Kind.SYMBOL, text);
  }

  boolean isNumber() {
    return kind == Kind.NUMBER || kind == Kind.GROUPED;
  }

  boolean isWord(String lowerCase) {
    return kind == Kind.WORD && text.equalsIgnoreCase(lowerCase);
  }
}
