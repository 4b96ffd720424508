package org.caco.transforms.problem;

import java.util.Set;

/**
 * Finds where a text speaks of the program it was made from, or of itself. Words that are also of
 * other things count only with what tells, as the phrases in {@code talk.txt} do: "the program
 * prints" counts, "a training program takes 8 weeks", "the following function" and the script of a
 * play do not, nor does a python that eats.
 */
final class ProgramTalk {
  private static final Phrases PHRASES = Phrases.of("talk.txt");

  /** What programs do and courses do not. */
  private static final Set<String> COMPUTES =
      Set.of(
          "output",
          "outputs",
          "outputted",
          "print",
          "prints",
          "printed",
          "return",
          "returns",
          "returned",
          "compute",
          "computes",
          "calculates",
          "calculate",
          "executes",
          "execute",
          "evaluates",
          "iterates",
          "initializes",
          "assigns",
          "implements");

  /** What code does, and a course or a play may do too. */
  private static final Set<String> WORKS =
      Set.of(
          "takes",
          "uses",
          "multiplies",
          "adds",
          "subtracts",
          "divides",
          "defines",
          "sums",
          "loops",
          "runs",
          "works",
          "does");

  /** Words between "program" and what it does: the program above would, the script's. */
  private static final Set<String> BETWEEN =
      Set.of("above", "below", "would", "will", "should", "does", "that", "which", "s", "then");

  /** Words before "program" that say nothing of what kind it is. */
  private static final Set<String> NO_KIND =
      Set.of(
          "",
          "the",
          "this",
          "a",
          "an",
          "that",
          "given",
          "following",
          "above",
          "provided",
          "python",
          "of",
          "some",
          "computer",
          "s");

  private static final Set<String> RETURNS = Set.of("return", "returns", "returned");

  private final Tokens tokens;

  /** Whether users were spoken of before as people are. */
  private boolean users;

  private ProgramTalk(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The index of the token where it begins, or -1. */
  static int find(Tokens tokens) {
    ProgramTalk talk = new ProgramTalk(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      if (PHRASES.standAt(tokens, i) || talk.isTalk(i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isTalk(int index) {
    switch (tokens.word(index)) {
      case "program", "script", "snippet":
        return computes(index);
      case "code":
        return computes(index) || isTheCode(index);
      case "function":
        return isFunction(index);
      case "users":
        users = true;
        return false;
      case "user":
        return isUser(index);
      default:
        return false;
    }
  }

  /** What the program prints; not a loyalty program that returns 5 dollars. */
  private boolean computes(int index) {
    int verb = index + 1;
    while (verb < index + 5
        && (BETWEEN.contains(tokens.word(verb)) || Phrases.isApostrophe(tokens.text(verb)))) {
      verb++;
    }
    boolean comesBack = RETURNS.contains(tokens.word(verb)) && tokens.is(verb + 1, "to");
    return COMPUTES.contains(tokens.word(verb))
        && NO_KIND.contains(tokens.word(index - 1))
        && !comesBack;
  }

  /** The code adds. */
  private boolean isTheCode(int index) {
    String before = tokens.word(index - 1);
    return (before.equals("the") || before.equals("this"))
        && WORKS.contains(tokens.word(index + 1));
  }

  /** The function f takes its minimum and returns to 0, but it does not return a value. */
  private boolean isFunction(int index) {
    String next = tokens.word(index + 1);
    if (RETURNS.contains(next)) {
      return !tokens.is(index + 2, "to");
    }
    return (next.equals("named") || next.equals("called")) && tokens.word(index + 2).length() > 1;
  }

  private boolean isUser(int index) {
    boolean definite = tokens.is(index - 1, "the");
    users |= !definite;
    return definite && !users;
  }
}
