package org.caco.grader;

import org.caco.text.LowerCase;

/** Runs of letters that may be words or products of variables. */
final class Letters {
  private static final int MAX_FACTORS = 4;

  private Letters() {}

  /** The product of the letters of a short word, such as qr in 3qr. */
  static Expr product(String word) {
    if (word.length() > MAX_FACTORS
        || Vocabulary.COMMON_WORDS.contains(word)
        || !word.chars().allMatch(c -> c < 128)) {
      throw new SyntaxException("word");
    }
    Expr result = null;
    for (int i = 0; i < word.length(); i++) {
      String letter = word.substring(i, i + 1);
      Expr factor =
          letter.equals("i") || letter.equals("e")
              ? new Expr.Named(letter)
              : new Expr.Variable(letter);
      result = result == null ? factor : new Expr.Binary('*', result, factor);
    }
    return result;
  }

  /** Whether a word by itself is a product of variables: ab and xyz are, tap and VW are not. */
  static boolean isProduct(String word) {
    boolean sorted = true;
    for (int i = 1; i < word.length(); i++) {
      sorted &= word.charAt(i - 1) < word.charAt(i);
    }
    return word.length() <= 3 && (word.length() == 2 || sorted) && word.equals(LowerCase.of(word));
  }
}
