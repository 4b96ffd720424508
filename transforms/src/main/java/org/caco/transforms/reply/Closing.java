package org.caco.transforms.reply;

import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;

/** What a model adds when it has said all: offers, wishes, and remarks on what it has written. */
final class Closing {
  private static final List<String> OFFERS =
      List.of(
          "let me know",
          "please let me know",
          "i hope this",
          "i hope it",
          "i hope that helps",
          "i hope",
          "hope this helps",
          "hope that helps",
          "feel free",
          "would you like me to",
          "would you like",
          "if you'd like",
          "if you would like",
          "if you need",
          "if you have any",
          "have a great day",
          "have a nice day",
          "happy learning",
          "is there anything",
          "do you want me",
          "do you need",
          "happy solving",
          "happy to",
          "good luck",
          "enjoy!",
          "have fun",
          "thank you",
          "i can also",
          "i'd be happy",
          "i would be happy",
          "this problem ",
          "this word problem",
          "this question ",
          "this version ",
          "this scenario ",
          "the problem ",
          "the question ",
          "the above problem",
          "in this problem",
          "that's the problem",
          "end of problem",
          "end of solution");

  /** Openings of remarks that may also belong to a problem. */
  private static final List<String> NOTES =
      List.of(
          "note:",
          "note that",
          "note -",
          "notes:",
          "n.b.",
          "nb:",
          "ps:",
          "p.s.",
          "remark:",
          "disclaimer",
          "hint:");

  /** Openings that a story may have too. */
  private static final Set<String> OF_STORY =
      Set.of(
          "the problem ",
          "the question ",
          "this problem ",
          "this question ",
          "this version ",
          "this scenario ",
          "this word problem",
          "the above problem",
          "in this problem",
          "i hope",
          "thank you",
          "good luck",
          "happy to",
          "do you need",
          "if you need",
          "if you'd like",
          "if you would like",
          "if you have any",
          "would you like",
          "i can also",
          "i'd be happy",
          "i would be happy");

  /** What remarks speak of: how the text came about, and what else there might be. */
  private static final List<String> OF_REMARKS =
      List.of(
          "this helps",
          "that helps",
          "is correct",
          "program",
          "python",
          "code",
          "input",
          "parameters",
          "all the values",
          "all values",
          "given values",
          "all quantities",
          "all the quantities",
          "all given",
          "problem uses",
          "problem matches",
          "problem is based",
          "problem follows",
          "problem reflects",
          "problem captures",
          "problem corresponds",
          "problem includes",
          "problem requires",
          "problem can be solved",
          "problem is designed",
          "problem is self-contained",
          "problem involves",
          "problem tests",
          "problem states",
          "question tests",
          "question requires",
          "answer is",
          "answer to this",
          "another problem",
          "another version",
          "a different",
          "adjust",
          "modify",
          "further",
          "clarification",
          "explanation",
          "assistance",
          "more help",
          "any questions",
          "other questions",
          "more questions",
          "feel free",
          "just ask",
          "a solution",
          "the solution",
          "solve it",
          "you find",
          "you enjoy");

  /** What is said to the reader of a chat, wherever in a short paragraph. */
  private static final List<String> CHAT =
      List.of(
          "let me know",
          "feel free",
          "reach out",
          "glad to help",
          "glad i could",
          "happy to help",
          "happy to explain",
          "best of luck",
          "good luck with",
          "that's it!",
          "that's all",
          "and that's it",
          "and we're done",
          "you're welcome",
          "keep practicing",
          "keep up the",
          "hope this",
          "hope that helps",
          "hope it helps",
          "any questions",
          "ask away",
          "just ask",
          "follow-up question");

  private static final int MAX_CHAT = 160;
  private static final int MAX_REMARK = 600;

  private Closing() {}

  /**
   * The text without remarks at its end. What might belong to a story is one only where it speaks
   * of the text, its answer or its program.
   */
  static String cut(String text) {
    String rest = text;
    // A remark of several paragraphs, or several remarks.
    for (int i = 0; i < 4; i++) {
      String shorter = cutSentence(cutLine(cutRule(rest)));
      if (shorter.equals(rest)) {
        break;
      }
      rest = shorter;
    }
    return rest;
  }

  private static String cutRule(String text) {
    int newline = text.lastIndexOf('\n');
    return newline > 0 && Greeting.isRule(text.substring(newline + 1))
        ? text.substring(0, newline).strip()
        : text;
  }

  /** Without the last line, where that is a remark. */
  private static String cutLine(String text) {
    int newline = text.lastIndexOf('\n');
    String line = text.substring(newline + 1);
    boolean apart = newline > 0 && text.charAt(newline - 1) == '\n';
    if (newline < 0
        || !(isRemark(line) || isOfTags(line) || isOfSymbols(line) || (apart && isChat(line)))) {
      return text;
    }
    String rest = text.substring(0, newline).strip();
    return rest.isEmpty() ? text : rest;
  }

  /** Whether a paragraph that states nothing speaks to the reader of a chat. */
  private static boolean isChat(String line) {
    boolean states = line.chars().anyMatch(c -> (c >= '0' && c <= '9') || "$\\=?".indexOf(c) >= 0);
    String plain = LowerCase.of(line).replace('\u2019', '\'');
    return line.length() < MAX_CHAT && !states && CHAT.stream().anyMatch(plain::contains);
  }

  /** Whether it is nothing but a smile or a tick. */
  private static boolean isOfSymbols(String line) {
    return !line.isBlank() && line.substring(Label.skipSymbols(line, 0)).isBlank();
  }

  /** Whether all words are such as {@code #math}. */
  private static boolean isOfTags(String line) {
    String bare = line.strip();
    for (int i = 0; i < bare.length(); i++) {
      boolean begins = i == 0 || bare.charAt(i - 1) == ' ';
      boolean tag =
          bare.charAt(i) == '#' && i + 1 < bare.length() && Character.isLetter(bare.charAt(i + 1));
      if (begins && bare.charAt(i) != ' ' && !tag) {
        return false;
      }
    }
    return !bare.isEmpty();
  }

  /** Without the last sentences of the last line, where the first of them begins a remark. */
  private static String cutSentence(String text) {
    int from = Math.max(text.lastIndexOf('\n') + 1, text.length() - MAX_REMARK);
    for (int i = Math.max(from, 1); i + 1 < text.length(); i++) {
      boolean begins = text.charAt(i) == ' ' && ".!?)*\"$}".indexOf(text.charAt(i - 1)) >= 0;
      if (begins && isRemark(text.substring(i + 1))) {
        return text.substring(0, i).strip();
      }
    }
    return text;
  }

  private static boolean isRemark(String line) {
    String begin = line.substring(0, Math.min(line.length(), MAX_REMARK));
    String plain =
        LowerCase.of(begin.substring(Label.skip(begin, 0, " \t*_`>(["))).replace('\u2019', '\'');
    for (String offer : OFFERS) {
      if (plain.startsWith(offer)) {
        return !OF_STORY.contains(offer) || isAside(plain);
      }
    }
    return NOTES.stream().anyMatch(plain::startsWith) && isAside(plain);
  }

  /** Whether it speaks of the text rather than of the story. */
  private static boolean isAside(String plain) {
    boolean alone =
        plain.length() < 30 && (plain.startsWith("good luck") || plain.startsWith("thank you"));
    return alone || OF_REMARKS.stream().anyMatch(plain::contains);
  }
}
