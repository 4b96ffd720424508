package org.caco.grader;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of a variable that may be any number of a kind: {@code 3k, k \in \mathbb{Z}},
 * "3k for every integer k", "3k where k is an integer".
 *
 * @param body the answer without that
 * @param domain the kind, or empty where nothing is said
 */
record Conditions(List<Token> body, String domain) {
  private static final int MAX_TOKENS = 14;
  private static final Set<String> SETS = Set.of("Z", "N", "Q", "R", "C", "reals");
  private static final Set<String> KINDS =
      Set.of("integer", "integers", "natural", "real", "rational", "whole");
  private static final Set<String> QUALITIES =
      Set.of("positive", "negative", "nonnegative", "nonzero", "odd", "even");
  private static final Set<String> FILLERS =
      Set.of(
          "where",
          "for",
          "with",
          "is",
          "are",
          "any",
          "an",
          "a",
          "all",
          "every",
          "each",
          "some",
          "arbitrary",
          "the",
          "number",
          "numbers",
          "non");

  /** Splits off what stands behind the answer. */
  static Conditions of(List<Token> tokens) {
    if (!mayHaveOne(tokens)) {
      return new Conditions(tokens, "");
    }
    int from = Math.max(1, tokens.size() - MAX_TOKENS);
    for (int i = from; i < tokens.size() - 2; i++) {
      Token token = tokens.get(i);
      boolean starts =
          token.isSymbol(",")
              || token.is(Kind.OPEN, "(")
              || token.isWord("where")
              || token.isWord("for")
              || token.isWord("with");
      String domain = starts ? domain(tokens.subList(i, tokens.size())) : null;
      if (domain != null) {
        return new Conditions(tokens.subList(0, i), domain);
      }
    }
    return new Conditions(tokens, "");
  }

  private static boolean mayHaveOne(List<Token> tokens) {
    for (int i = 2; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean word = token.kind() == Kind.WORD && token.text().length() > 3;
      if (token.isSymbol("∈") || (word && KINDS.contains(LowerCase.of(token.text())))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String domain(List<Token> tail) {
    int start = 0;
    while (start < tail.size() && isOpening(tail.get(start))) {
      start++;
    }
    boolean opened = tail.stream().limit(start).anyMatch(token -> token.is(Kind.OPEN, "("));
    int end = tail.size();
    if (opened) {
      if (!tail.get(end - 1).is(Kind.CLOSE, ")")) {
        return null;
      }
      end--;
    }
    List<Token> said = tail.subList(start, end);
    if (said.size() == 3
        && said.get(0).kind() == Kind.NAME
        && said.get(1).isSymbol("∈")
        && SETS.contains(said.get(2).text())) {
      return said.get(2).text();
    }
    return words(said);
  }

  private static boolean isOpening(Token token) {
    return token.isSymbol(",")
        || token.is(Kind.OPEN, "(")
        || (token.kind() == Kind.WORD
            && FILLERS.contains(LowerCase.of(token.text()))
            && !token.isWord("is"));
  }

  /** "k is an integer" or "integers k", which name one variable and a kind. */
  private static @Nullable String words(List<Token> said) {
    Set<String> kinds = new TreeSet<>();
    boolean integers = false;
    int names = 0;
    for (Token token : said) {
      String word = LowerCase.of(token.text());
      if (token.kind() == Kind.NAME && !(word.equals("a") && names > 0)) {
        names++;
      } else if (KINDS.contains(word)) {
        kinds.add(word.equals("integers") ? "integer" : word);
        integers = true;
      } else if (QUALITIES.contains(word)) {
        kinds.add(word);
      } else if (!FILLERS.contains(word) && !token.isSymbol("-")) {
        return null;
      }
    }
    if (!integers || names != 1) {
      return null;
    }
    String kind = String.join(" ", kinds);
    return switch (kind) {
      case "integer" -> "Z";
      case "real" -> "R";
      case "natural", "integer positive" -> "N";
      default -> kind;
    };
  }
}
