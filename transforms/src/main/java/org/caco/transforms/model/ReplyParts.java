package org.caco.transforms.model;

import java.util.List;
import org.caco.transforms.model.ReplyMark.Kind;
import org.caco.transforms.model.ReplyText.Flaw;
import org.jspecify.annotations.Nullable;

/**
 * Where in a reply the text is.
 *
 * @param from its first character
 * @param to behind its last character
 * @param reasoning the rest, without marks where they are in order
 * @param flaw null if there is a text
 * @param detail of the flaw
 */
record ReplyParts(int from, int to, String reasoning, @Nullable Flaw flaw, String detail) {
  private static final int MAX_PREFACE = 200;

  /**
   * Parts what is before {@code end}.
   *
   * @param marks those of reasoning, in order, none of them quoted
   */
  static ReplyParts of(String reply, int end, List<ReplyMark> marks) {
    int last = lastClose(marks);
    if (last < marks.size() - 1) {
      return flawed(
          reply.substring(0, end), Flaw.UNFINISHED, "the reasoning does not end in the reply");
    }
    if (marks.isEmpty()) {
      return new ReplyParts(0, end, "", null, "");
    }
    int from = marks.get(last).end();
    StringBuilder reasoning = new StringBuilder();
    StringBuilder outside = new StringBuilder();
    int depth = 0;
    int at = 0;
    for (ReplyMark mark : marks) {
      StringBuilder piece = depth > 0 ? reasoning : outside;
      piece.append(reply, at, mark.start());
      depth += mark.is(Kind.OPEN) ? 1 : -1;
      if (depth < 0) {
        break;
      }
      at = mark.end();
      reasoning.append(depth == 0 ? "\n" : "");
    }
    if (depth != 0) {
      // The first mark belongs to the template, or one is only spoken of: all is reasoning.
      return new ReplyParts(
          from, end, reply.substring(0, marks.get(last).start()).strip(), null, "");
    }
    if (outside.isEmpty() || isPreface(outside)) {
      return new ReplyParts(from, end, reasoning.toString().strip(), null, "");
    }
    ReplyMark first = marks.get(0);
    boolean looksBack = first.afterthought() && reply.substring(from, end).isBlank();
    if (looksBack && outside.length() == first.start()) {
      return new ReplyParts(0, first.start(), reasoning.toString().strip(), null, "");
    }
    return flawed(
        reply.substring(0, end), Flaw.MIXED, "there is text before the end of the reasoning");
  }

  private static int lastClose(List<ReplyMark> marks) {
    int last = marks.size() - 1;
    while (last >= 0 && !marks.get(last).is(Kind.CLOSE)) {
      last--;
    }
    return last;
  }

  private static ReplyParts flawed(String reasoning, Flaw flaw, String detail) {
    return new ReplyParts(0, 0, reasoning.strip(), flaw, detail);
  }

  /** Whether it is no more than a phrase such as "Let me think." */
  private static boolean isPreface(CharSequence text) {
    String phrase = text.toString().strip();
    return phrase.length() <= MAX_PREFACE
        && phrase.chars().noneMatch(c -> Character.isDigit(c) || c == '`' || c == '$' || c == '{');
  }
}
