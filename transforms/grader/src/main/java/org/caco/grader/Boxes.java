package org.caco.grader;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The boxes of a text, each brace of which is looked at once, however the boxes are nested. */
final class Boxes {
  private static final Pattern BETWEEN =
      Pattern.compile("(?:[\\s$,;&]|and|or|\\\\(?:text|mbox|[,;! ()]|quad|qquad)|[{}])*");
  private static final int MAX_BETWEEN = 60;

  /** Boxes in text in boxes are looked into so often. */
  private static final int MAX_DEPTH = 4;

  private final String text;

  /** For each opening brace where it is closed, else -1. */
  private final int[] closing;

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
    List<String> answers = new ArrayList<>();
    for (int i = boxes.size() - 1; i >= 0; i--) {
      answers.add(boxes.get(i).content());
      if (i > 0 && !belongTogether(boxes.get(i - 1).end(), boxes.get(i).start())) {
        break;
      }
    }
    Collections.reverse(answers);
    return Optional.of(String.join(", ", answers).strip()).filter(found -> !found.isEmpty());
  }

  private boolean belongTogether(int from, int to) {
    return to - from <= MAX_BETWEEN && BETWEEN.matcher(text.substring(from, to)).matches();
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
