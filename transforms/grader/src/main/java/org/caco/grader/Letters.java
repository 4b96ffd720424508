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
      throw new SyntaxException("a product of a few variables, found a word");
    }
    Expr result = letter(word.charAt(0));
    for (char letter : word.substring(1).toCharArray()) {
      result = new Expr.Binary('*', result, letter(letter));
    }
    return result;
  }

  private static Expr letter(char letter) {
    String name = String.valueOf(letter);
    return letter == 'i' || letter == 'e' ? new Expr.Named(name) : new Expr.Variable(name);
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
