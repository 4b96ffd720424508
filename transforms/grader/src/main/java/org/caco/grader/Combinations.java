package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;

/**
 * Brings the other ways to write a formula's products and binomials to one: a run of letters to
 * letters, and {@code C(5,2)}, {@code {}_5C_2} and {@code ^5C_2} to {@code \binom{5}{2}}.
 */
final class Combinations {
  private static final String LETTER = "C";

  private Combinations() {}

  /** A copy of {@code tokens} to parse. */
  static List<Token> rewritten(List<Token> tokens) {
    List<Token> result = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.WORD && !token.text().equals("choose")) {
        Letters.split(token, result);
      } else if (token.is(Kind.NAME, LETTER)) {
        i = combination(tokens, i, result);
      } else {
        result.add(token);
      }
    }
    return result;
  }

  /** Adds the binomial whose letter stands at {@code at}, or the letter; the last token used. */
  private static int combination(List<Token> tokens, int at, List<Token> result) {
    if (at + 1 < tokens.size() && tokens.get(at + 1).is(Kind.OPEN, "(")) {
      int comma = comma(tokens, at + 1);
      if (comma > 0) {
        int close = close(tokens, at + 1);
        add(result, tokens.subList(at + 2, comma), tokens.subList(comma + 1, close));
        return close;
      }
    }
    int last = at + 1 < tokens.size() && tokens.get(at + 1).isSymbol("_") ? at + 2 : -1;
    if (last > 0 && last < tokens.size() && tokens.get(last).is(Kind.OPEN, "{")) {
      last = close(tokens, last);
    }
    List<Token> above = scriptBefore(result);
    if (last < 0 || last >= tokens.size() || above.isEmpty()) {
      result.add(tokens.get(at));
      return at;
    }
    add(result, above, tokens.subList(at + 2, last + 1));
    return last;
  }

  /** Takes {@code _5}, {@code ^5} or {@code {}_{5}} off the end; empty where no such is there. */
  private static List<Token> scriptBefore(List<Token> result) {
    int size = result.size();
    int start = size - 1;
    if (size > 3 && result.get(size - 1).is(Kind.CLOSE, "}")) {
      start = size - 3;
    }
    boolean script =
        start > 0
            && result.get(size - 1 == start ? start : size - 2).kind() != Kind.SYMBOL
            && (result.get(start - 1).isSymbol("_") || result.get(start - 1).isSymbol("^"));
    boolean base = script && start > 1 && isValue(result, start - 2);
    if (!script || base) {
      return List.of();
    }
    List<Token> above = List.copyOf(result.subList(start, size));
    result.subList(start - 1, size).clear();
    int left = result.size();
    if (left > 1 && result.get(left - 1).is(Kind.CLOSE, "}")) {
      result.subList(left - 2, left).clear(); // {}
    }
    return above;
  }

  /** Whether what ends at {@code at} can have a script, which empty braces cannot. */
  private static boolean isValue(List<Token> tokens, int at) {
    Token token = tokens.get(at);
    boolean empty = token.is(Kind.CLOSE, "}") && at > 0 && tokens.get(at - 1).is(Kind.OPEN, "{");
    return !empty && token.kind() != Kind.SYMBOL && token.kind() != Kind.OPEN;
  }

  private static void add(List<Token> result, List<Token> above, List<Token> below) {
    result.add(new Token(Kind.FUNCTION, "binom", true));
    for (List<Token> part : List.of(above, below)) {
      result.add(new Token(Kind.OPEN, "{", false));
      result.addAll(part);
      result.add(new Token(Kind.CLOSE, "}", false));
    }
  }

  /** Where the one comma of a bracket stands that opens at {@code open}, or -1. */
  private static int comma(List<Token> tokens, int open) {
    int level = 0;
    int comma = -1;
    for (int i = open; i < tokens.size(); i++) {
      Kind kind = tokens.get(i).kind();
      level += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
      if (level == 0) {
        return comma;
      }
      if (level == 1 && tokens.get(i).isSymbol(",")) {
        if (comma > 0) {
          return -1;
        }
        comma = i;
      }
    }
    return -1;
  }

  private static int close(List<Token> tokens, int open) {
    int level = 0;
    for (int i = open; i < tokens.size(); i++) {
      Kind kind = tokens.get(i).kind();
      level += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
      if (level == 0) {
        return i;
      }
    }
    return tokens.size();
  }
}
