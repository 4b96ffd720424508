package org.caco.grader;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** The boxes of a text, each brace of which is looked at once, however the boxes are nested. */
final class Boxes {
  private static final Pattern BETWEEN =
      Pattern.compile("(?:[\\s$,;&]|and|or|\\\\(?:text|mbox|[,;! ()]|quad|qquad)|[{}])*");
  private static final Pattern NAMED =
      Pattern.compile("\\s*\\$?\\s*[,;]\\s*\\$?\\s*[A-Za-z]\\s*=\\s*\\$?\\s*");
  private static final int MAX_BETWEEN = 60;

  /** Of more boxes that belong together, repetitions stay. */
  private static final int MAX_REPEATED = 50;

  /** Boxes in text in boxes are looked into so often. */
  private static final int MAX_DEPTH = 4;

  private final String text;

  /** For each opening brace where it is closed, else -1. */
  private final int[] closing;

  /** Words between two boxes behind which another answer, not a further one, begins. */
  private static final Set<String> BREAKS =
      Set.of(
          "but",
          "so",
          "then",
          "thus",
          "hence",
          "therefore",
          "gives",
          "get",
          "not",
          "no",
          "wait",
          "instead",
          "actually",
          "because",
          "since",
          "which",
          "means",
          "total",
          "answer",
          "sum",
          "product",
          "finally",
          "simplify",
          "simplifies",
          "equals");

  private record Box(int start, int end, String content) {}

  Boxes(String text) {
    this.text = text;
    closing = new int[text.length()];
    Arrays.fill(closing, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        closing[open.pop()] = i;
      }
    }
  }

  /** What the last box holds, or the last several, where little stands between them. */
  Optional<String> last() {
    return last(0, text.length(), 0);
  }

  private Optional<String> last(int from, int to, int depth) {
    List<Box> boxes = new ArrayList<>();
    for (int at = FinalAnswer.nextBox(text, from, to); at >= 0; ) {
      Box box = box(at, to, depth);
      if (box != null) {
        boxes.add(box);
      }
      at = FinalAnswer.nextBox(text, box == null ? at + 5 : box.end(), to);
    }
    int first = boxes.size() - 1;
    while (first > 0 && belongTogether(boxes.get(first - 1).end(), boxes.get(first).start())) {
      first--;
    }
    return joined(first < 0 ? boxes : boxes.subList(first, boxes.size()));
  }

  /** The contents of all, with the names before them where each has one; once what is repeated. */
  private Optional<String> joined(List<Box> boxes) {
    List<String> names = boxes.stream().map(box -> name(box.start())).toList();
    boolean named = boxes.size() > 1 && names.stream().noneMatch(String::isEmpty);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      String content = boxes.get(i).content().strip();
      String answer = named ? names.get(i) + "=" + content : content;
      if (!answers.contains(answer) || answers.size() > MAX_REPEATED) {
        answers.add(answer);
      }
    }
    return Optional.of(String.join(", ", answers).strip()).filter(found -> !found.isEmpty());
  }

  private boolean belongTogether(int from, int to) {
    if (to - from > MAX_BETWEEN) {
      return false;
    }
    String between = text.substring(from, to);
    return BETWEEN.matcher(between).matches() || isListed(between);
  }

  /** " apples and Bob has ", and "$ and $y = ", within a sentence. */
  private static boolean isListed(String between) {
    if (between.indexOf('\n') >= 0 || between.contains(". ") || between.contains("! ")) {
      return false;
    }
    boolean and = false;
    for (String word : LowerCase.of(between).split("[^a-z]", -1)) {
      if (BREAKS.contains(word)) {
        return false;
      }
      and |= word.equals("and") || word.equals("or");
    }
    return and || NAMED.matcher(between).matches();
  }

  private static boolean isInWord(char c) {
    return Character.isLetterOrDigit(c) || c == '\\';
  }

  /** The letter in "x = " before a box, or nothing. */
  private String name(int box) {
    int at = box - 1;
    while (at >= 0 && " $(".indexOf(text.charAt(at)) >= 0) {
      at--;
    }
    if (at < 1 || text.charAt(at) != '=') {
      return "";
    }
    do {
      at--;
    } while (at >= 0 && text.charAt(at) == ' ');
    boolean letter = at >= 0 && Character.isLetter(text.charAt(at));
    boolean alone = letter && (at == 0 || !isInWord(text.charAt(at - 1)));
    return alone ? text.substring(at, at + 1) : "";
  }

  /** The box that begins at {@code start}, or null where none is closed. */
  private @Nullable Box box(int start, int to, int depth) {
    int open = start + (text.startsWith("\\boxed", start) ? 6 : 5);
    while (open < to && text.charAt(open) == ' ') {
      open++;
    }
    if (open >= to) {
      return null;
    }
    if (text.charAt(open) != '{') {
      int end = open;
      while (end < to && " $.,\n\\".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return end == open ? null : new Box(start, end, text.substring(open, end));
    }
    int close = closing[open];
    if (close < 0 || close >= to) {
      return null;
    }
    String content = text.substring(open + 1, close);
    if (depth < MAX_DEPTH
        && FinalAnswer.nextBox(text, open + 1, close) > open + 1
        && content.contains("\\text")) {
      return new Box(start, close + 1, last(open + 1, close, depth + 1).orElse(content));
    }
    return new Box(start, close + 1, content);
  }
}
