package org.caco.transforms.seeds;

import java.util.List;
import org.caco.text.LowerCase;

/** The instructions that data sets for training by rewards put around every problem. */
final class FixedInstructions {
  private static final int MAX_LENGTH = 500;

  /** How a first paragraph begins that is none of the problem. */
  private static final List<String> BEFORE =
      List.of(
          "solve the following math problem",
          "solve the following problem",
          "solve the following question",
          "solve this math problem",
          "solve the math problem",
          "please solve the following",
          "please solve this",
          "answer the following question",
          "answer the following math",
          "below is a math problem",
          "here is a math problem",
          "you will be given a math problem",
          "you are given a math problem");

  /** How the instructions begin that follow a problem. */
  private static final List<String> AFTER =
      List.of(
          "let's think step by step",
          "let us think step by step",
          "think step by step",
          "please think step by step",
          "please reason step by step",
          "reason step by step",
          "remember to put your answer",
          "remember to box",
          "put your final answer",
          "please put your final answer",
          "put your answer",
          "please put your answer",
          "output the final answer",
          "present the answer in",
          "present your answer in",
          "return your final response",
          "return your final answer",
          "your final answer should",
          "the last line of your response should",
          "write your final answer",
          "please write your final answer",
          "give your final answer",
          "please give your final answer");

  private FixedInstructions() {}

  /** The problem without them; the text itself where nothing else is in it. */
  static String without(String text) {
    String rest = withoutAfter(withoutBefore(text));
    return rest.isBlank() ? text : rest;
  }

  private static String withoutBefore(String text) {
    int end = text.indexOf("\n\n");
    if (end < 0 || end > MAX_LENGTH) {
      end = text.indexOf('\n');
    }
    if (end < 0 || end > MAX_LENGTH) {
      return text;
    }
    String first = LowerCase.of(text.substring(0, end)).strip();
    return BEFORE.stream().anyMatch(first::startsWith) ? withoutLabel(text.substring(end)) : text;
  }

  private static String withoutLabel(String text) {
    String problem = text.strip();
    for (String label : List.of("Problem:", "Question:")) {
      if (problem.startsWith(label)) {
        return problem.substring(label.length()).strip();
      }
    }
    return problem;
  }

  private static String withoutAfter(String text) {
    int from = Math.max(0, text.length() - MAX_LENGTH);
    if (!mayHaveAfter(text, from)) {
      return text;
    }
    String tail = LowerCase.of(text.substring(from));
    if (tail.length() != text.length() - from) {
      return text;
    }
    int cut = text.length();
    for (String instruction : AFTER) {
      int at = tail.lastIndexOf(instruction);
      if (at >= 0 && from + at < cut && beginsSentence(text, from + at)) {
        cut = from + at;
      }
    }
    return cut == text.length() ? text : text.substring(0, cut).stripTrailing();
  }

  /** Whether a sentence begins as one of the instructions does. */
  private static boolean mayHaveAfter(String text, int from) {
    boolean begins = beginsSentence(text, from);
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == ' ') {
        continue;
      }
      if (begins && isInstruction(text, at)) {
        return true;
      }
      begins = precedesSentence(c);
    }
    return false;
  }

  private static boolean isInstruction(String text, int at) {
    char first = Character.toLowerCase(text.charAt(at));
    for (String instruction : AFTER) {
      if (instruction.charAt(0) == first
          && text.regionMatches(true, at, instruction, 0, instruction.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean precedesSentence(char c) {
    return switch (c) {
      case '\n', '.', '?', '!', ':', ')', '$' -> true;
      default -> false;
    };
  }

  private static boolean beginsSentence(String text, int at) {
    int before = at - 1;
    while (before >= 0 && text.charAt(before) == ' ') {
      before--;
    }
    return before < 0 || precedesSentence(text.charAt(before));
  }
}
