package org.caco.grader;

import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * Finds the final answer in the text of a worked solution.
 *
 * <p>In this order: what the last {@code <answer>} holds; what the last {@code \boxed{}} holds (or
 * the last several, where one sentence lists them); what follows the last {@code ####}; what
 * follows "the answer is", "Answer:" or the like; the letter after "option" or "choice"; what the
 * last sentence has in bold, yes or no at its beginning, or the day that it names; the last formula
 * or number.
 */
public final class FinalAnswer {
  private static final int TAIL = 40_000;
  private static final int MAX_ANSWER = 2_000;

  /** How far behind "Answer:" it may be said once more that this is the answer. */
  private static final int MAX_LEAD = 12;

  private static final Pattern STATED =
      BoundedPattern.of(
          "(?i)\\banswers?\\b[^\\n.:=]{0,60}?(?:\\bis\\b|\\bare\\b|\\bwould be\\b|:|=)");
  private static final com.google.re2j.Pattern CHOSEN =
      com.google.re2j.Pattern.compile(
          "(?i:\\b(?:option|choice)\\b)\\s*(?:is\\b)?[\\s*:]*\\(?([A-J])\\b\\)?");
  private static final Pattern SENTENCE_END =
      BoundedPattern.of("\\.(?=\\s|$)|,?\\s(?:because|since|so that|as)\\s|[!?](?=\\s|$)");

  /** How far before the last digit its number may begin. */
  private static final int MAX_NUMBER = 400;

  private static final Pattern NUMBER =
      BoundedPattern.of(
          "(?<![\\w.])[-−]?[$€£]?\\s?-?(?:\\d{1,3}(?:,\\d{3}){1,100}+|\\d{1,400}+)?(?:\\.\\d{1,400}+)?"
              + "(?:e[+-]?\\d{1,400}+)?(?:\\s?/\\s?\\d{1,400}+)?\\s?(?:\\\\?%|°)?");

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
   * The answer that the text marks as such by a tag, by a box, by ####, or by saying that it is the
   * answer.
   */
  public static Optional<String> marked(String text) {
    Optional<String> tagged =
        AnswerTags.last(tail(text)).filter(found -> found.length() <= MAX_ANSWER);
    return tagged.isPresent()
        ? tagged.map(inside -> markedInText(inside).orElse(inside))
        : markedInText(text);
  }

  private static Optional<String> markedInText(String text) {
    return boxed(text).or(() -> afterHashes(text)).or(() -> stated(text));
  }

  private static Optional<String> unmarked(String text) {
    com.google.re2j.Matcher chosen = CHOSEN.matcher(tail(text));
    String letter = null;
    while (chosen.find()) {
      letter = chosen.group(1);
    }
    return letter != null
        ? Optional.of(letter)
        : Closing.answer(tail(text)).or(() -> lastValue(tail(text)));
  }

  private static String tail(String text) {
    return text.length() <= TAIL ? text : text.substring(text.length() - TAIL);
  }

  private static Optional<String> boxed(String text) {
    String tail = tail(text);
    return nextBox(tail, 0, tail.length()) < 0 ? Optional.empty() : new Boxes(tail).last();
  }

  /** Where a box begins in a stretch of {@code text}, or -1. */
  static int nextBox(String text, int from, int to) {
    for (int at = text.indexOf('\\', from); at >= 0 && at < to; at = text.indexOf('\\', at + 1)) {
      if (text.startsWith("\\boxed", at) || text.startsWith("\\fbox", at)) {
        return at;
      }
    }
    return -1;
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
    if (!LowerCase.of(tail).contains("answer")) {
      return Optional.empty();
    }
    Matcher matcher = STATED.matcher(tail);
    String found = null;
    for (int at = 0; at < tail.length() && matcher.find(at); ) {
      int start = matcher.end();
      while (start < tail.length() && isFiller(tail.charAt(start))) {
        start++;
      }
      int newline = tail.indexOf('\n', start);
      at = newline < 0 ? tail.length() : newline;
      if (start < at) {
        found = tail.substring(start, at);
      }
    }
    if (found != null && matcher.reset(found).find() && matcher.start() <= MAX_LEAD) {
      found = found.substring(matcher.end()); // "Final Answer: The final answer is 5."
    }
    if (found == null) {
      return Optional.empty();
    }
    String sentence = firstSentence(found.replace("**", "").strip());
    return Optional.of(sentence).filter(answer -> !answer.isEmpty()).map(FinalAnswer::condensed);
  }

  private static boolean isFiller(char c) {
    return c == ':' || c == '*' || c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Whether {@code text} has more than {@code most} words, or what stands between spaces. */
  static boolean hasMoreWords(String text, int most) {
    StringTokenizer words = new StringTokenizer(text);
    for (int i = 0; i < most && words.hasMoreTokens(); i++) {
      words.nextToken();
    }
    return words.hasMoreTokens();
  }

  /** A statement of many words comes down to its number. */
  private static String condensed(String sentence) {
    boolean many = hasMoreWords(sentence, 6);
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
    Matcher number = NUMBER.matcher(text);
    // Behind the last digit there may be a percent sign.
    number.region(Math.max(0, digit - MAX_NUMBER), Math.min(text.length(), digit + 5));
    number.useTransparentBounds(true);
    String last = null;
    while (number.find()) {
      if (number.group().chars().anyMatch(c -> c >= '0' && c <= '9')) {
        last = number.group().strip();
      }
    }
    return Optional.ofNullable(last);
  }

  private static @Nullable String formulaAround(String text, int digit) {
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
