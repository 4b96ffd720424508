package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the final answer in the text of a worked solution.
 *
 * <p>In this order: what the last {@code \boxed{}} holds (or the last several, where only commas,
 * "and" or "or" stand between them); what follows the last {@code ####}; what follows "the answer
 * is", "Answer:" or the like; the letter after "option" or "choice"; the last formula or number.
 */
public final class FinalAnswer {
  private static final int TAIL = 40_000;
  private static final int MAX_ANSWER = 2_000;

  private static final Pattern STATED =
      Pattern.compile(
          "(?i)\\banswers?\\b[^\\n"
              + ".:=]{0,60}?(?:\\bis\\b|\\bare\\b|\\bwould be\\b|:|=)[:\\s*]*+([^\\n"
              + "]++)");
  private static final Pattern CHOSEN =
      Pattern.compile("(?i:\\b(?:option|choice)\\b)\\s*(?:is\\b)?[\\s*:]*\\(?([A-J])\\b\\)?");
  private static final Pattern BETWEEN_BOXES =
      Pattern.compile("(?:[\\s$,;&]|and|or|\\\\(?:text|mbox|[,;! ()]|quad|qquad)|[{}])*");
  private static final Pattern SENTENCE_END =
      Pattern.compile("\\.(?=\\s|$)|,?\\s(?:because|since|so that|as)\\s|[!?](?=\\s|$)");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.])[-−]?[$€£]?\\s?-?(?:\\d{1,3}(?:,\\d{3})++|\\d++)?(?:\\.\\d++)?"
              + "(?:e[+-]?\\d++)?(?:\\s?/\\s?\\d++)?\\s?(?:\\\\?%|°)?");

  private FinalAnswer() {}

  /** The final answer as it is written in {@code solutionText}, or empty where there is none. */
  public static Optional<String> of(String solutionText) {
    try {
      return marked(solutionText).or(() -> unmarked(solutionText));
    } catch (StackOverflowError e) {
      return Optional.empty();
    }
  }

  /**
   * The answer that the text marks as such by a box, by ####, or by saying that it is the answer.
   */
  static Optional<String> marked(String text) {
    return boxed(text).or(() -> afterHashes(text)).or(() -> stated(text));
  }

  private static Optional<String> unmarked(String text) {
    Matcher chosen = CHOSEN.matcher(tail(text));
    String letter = null;
    while (chosen.find()) {
      letter = chosen.group(1);
    }
    return letter != null ? Optional.of(letter) : lastValue(tail(text));
  }

  private static String tail(String text) {
    return text.length() <= TAIL ? text : text.substring(text.length() - TAIL);
  }

  private record Box(int start, int end, String content) {}

  private static Optional<String> boxed(String text) {
    String tail = tail(text);
    List<Box> boxes = new ArrayList<>();
    for (int at = nextBox(tail, 0); at >= 0; ) {
      Box box = box(tail, at);
      if (box != null) {
        boxes.add(box);
      }
      at = nextBox(tail, box == null ? at + 5 : box.end());
    }
    if (boxes.isEmpty()) {
      return Optional.empty();
    }
    int last = boxes.size() - 1;
    String answer = boxes.get(last).content();
    for (int i = last; i > 0; i--) {
      int from = boxes.get(i - 1).end();
      String between = tail.substring(from, boxes.get(i).start());
      if (between.length() > 60 || !BETWEEN_BOXES.matcher(between).matches()) {
        break;
      }
      answer = boxes.get(i - 1).content() + ", " + answer;
    }
    return Optional.of(answer.strip()).filter(found -> !found.isEmpty());
  }

  private static int nextBox(String text, int from) {
    int boxed = text.indexOf("\\boxed", from);
    int fbox = text.indexOf("\\fbox", from);
    return boxed < 0 ? fbox : fbox < 0 ? boxed : Math.min(boxed, fbox);
  }

  private static Box box(String text, int start) {
    int open = start + (text.startsWith("\\boxed", start) ? 6 : 5);
    while (open < text.length() && text.charAt(open) == ' ') {
      open++;
    }
    if (open >= text.length()) {
      return null;
    }
    if (text.charAt(open) != '{') {
      int end = open;
      while (end < text.length() && " $.,\n\\".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return end == open ? null : new Box(start, end, text.substring(open, end));
    }
    int close = Lexer.closingBrace(text, open);
    if (close < 0) {
      return null;
    }
    String content = text.substring(open + 1, close);
    if (nextBox(content, 0) > 0 && content.contains("\\text")) {
      return new Box(start, close + 1, boxed(content).orElse(content));
    }
    return new Box(start, close + 1, content);
  }

  private static Optional<String> afterHashes(String text) {
    int hashes = text.lastIndexOf("####");
    if (hashes < 0) {
      return Optional.empty();
    }
    String rest = text.substring(hashes + 4).stripLeading();
    int end = rest.indexOf('\n');
    String answer = (end < 0 ? rest : rest.substring(0, end)).strip();
    return Optional.of(answer).filter(found -> !found.isEmpty() && found.length() <= MAX_ANSWER);
  }

  private static Optional<String> stated(String text) {
    String tail = tail(text);
    if (!tail.toLowerCase(Locale.ROOT).contains("answer")) {
      return Optional.empty();
    }
    Matcher matcher = STATED.matcher(tail);
    String found = null;
    while (matcher.find()) {
      found = matcher.group(1);
    }
    if (found == null) {
      return Optional.empty();
    }
    String sentence = firstSentence(found.replaceAll("\\*\\*", "").strip());
    return Optional.of(sentence).filter(answer -> !answer.isEmpty()).map(FinalAnswer::condensed);
  }

  /** A statement of many words comes down to its number. */
  private static String condensed(String sentence) {
    boolean many = sentence.split("\\s+", 8).length > 6;
    return many && !sentence.contains("\\") ? lastValue(sentence).orElse(sentence) : sentence;
  }

  private static String firstSentence(String text) {
    if (text.startsWith("$") && !text.startsWith("$$")) {
      int close = text.indexOf('$', 1);
      if (close > 1
          && text.substring(1, close).length() <= MAX_ANSWER
          && (text.length() == close + 1 || !Character.isDigit(text.charAt(close + 1)))) {
        return text.substring(0, close + 1);
      }
    }
    Matcher end = SENTENCE_END.matcher(text);
    String sentence = text;
    if (end.find() && end.start() > 0) {
      sentence = text.substring(0, end.start());
    }
    return sentence.length() > MAX_ANSWER ? sentence.substring(0, MAX_ANSWER) : sentence.strip();
  }

  /** The formula that holds the last digit, or the last number of the running text. */
  private static Optional<String> lastValue(String text) {
    int digit = text.length() - 1;
    while (digit >= 0 && (text.charAt(digit) < '0' || text.charAt(digit) > '9')) {
      digit--;
    }
    if (digit < 0) {
      return Optional.empty();
    }
    String formula = formulaAround(text, digit);
    if (formula != null) {
      return Optional.of(formula);
    }
    int from = Math.max(0, digit - 400);
    Matcher number = NUMBER.matcher(text);
    number.region(from, text.length());
    number.useTransparentBounds(true);
    String last = null;
    while (number.find()) {
      if (number.group().chars().anyMatch(c -> c >= '0' && c <= '9')) {
        last = number.group().strip();
      }
    }
    return Optional.ofNullable(last);
  }

  private static String formulaAround(String text, int digit) {
    int open = -1;
    int count = 0;
    int lineStart = text.lastIndexOf('\n', digit) + 1;
    for (int i = lineStart; i <= digit; i++) {
      if (text.charAt(i) == '$' && (i == 0 || text.charAt(i - 1) != '\\')) {
        count++;
        open = i;
      }
    }
    int close = text.indexOf('$', digit);
    if (count % 2 == 0 || close < 0 || text.substring(digit, close).indexOf('\n') >= 0) {
      int from = text.lastIndexOf("\\(", digit);
      int to = text.indexOf("\\)", digit);
      boolean inside = from >= lineStart && to > 0 && text.lastIndexOf("\\)", digit) < from;
      return inside ? text.substring(from + 2, to) : null;
    }
    return text.substring(open + 1, close);
  }
}
