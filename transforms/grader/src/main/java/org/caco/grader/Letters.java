package org.caco.grader;

import java.util.List;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;

/** Runs of letters that may be words or products of variables. */
final class Letters {
  private static final int MAX_FACTORS = 4;

  private Letters() {}

  /** Adds the letters of a short word, such as qr in 3qr, whose product it is. */
  static void split(Token word, List<Token> letters) {
    String text = word.text();
    if (text.length() > MAX_FACTORS
        || Vocabulary.COMMON_WORDS.contains(text)
        || !text.chars().allMatch(c -> c < 128)) {
      throw new SyntaxException("a product of a few variables, found a word");
    }
    for (int i = 0; i < text.length(); i++) {
      boolean spaced = i == 0 && word.spaced();
      letters.add(new Token(Kind.NAME, text.substring(i, i + 1), spaced));
    }
  }

  /** Whether it stands between the numbers of a binomial. */
  static boolean isChoose(Token token) {
    return token.text().equals("choose")
        && (token.kind() == Kind.NAME || token.kind() == Kind.WORD);
  }

  /** Adds the subscript that begins at {@code start} to a name; where it ends. */
  static int addSubscript(List<Token> tokens, int start, StringBuilder name) {
    if (start >= tokens.size()) {
      throw new SyntaxException("a subscript, found the end");
    }
    if (!tokens.get(start).is(Kind.OPEN, "{")) {
      name.append(tokens.get(start).text());
      return start + 1;
    }
    int at = start + 1;
    while (at < tokens.size() && !tokens.get(at).is(Kind.CLOSE, "}")) {
      name.append(tokens.get(at++).text());
    }
    if (at >= tokens.size()) {
      throw new SyntaxException("a subscript that ends before the formula does");
    }
    return at + 1;
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
