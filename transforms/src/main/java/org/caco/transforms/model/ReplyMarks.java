package org.caco.transforms.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caco.transforms.model.ReplyMark.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the marks in a reply, in linear time. A mark that is only spoken of is marked as quoted:
 * between backticks of one line, or in a string of one line of a fenced block. No other context
 * counts, so that reasoning with an open fence in it does not hide its own end.
 */
final class ReplyMarks {
  private static final int MAX_NAME = 100;
  private static final int MAX_SHORT_NAME = 24;

  /** Before and behind such a token stands a word that belongs to it. */
  private static final List<Special> SPECIALS =
      List.of(
          new Special("<|im_start|>think", Kind.OPEN),
          new Special("<|im_start|>answer", Kind.CLOSE),
          new Special("<|channel>thought", Kind.OPEN),
          new Special("<channel|>", Kind.CLOSE),
          new Special("<unused94>thought", Kind.OPEN),
          new Special("<unused95>", Kind.CLOSE),
          new Special("<|end|><|begin|>assistant<|content|>", Kind.CLOSE),
          new Special("<role>HUMAN</role>", Kind.END),
          new Special("<<SYS>>", Kind.CONTROL),
          new Special("<</SYS>>", Kind.CONTROL));

  /** Tokens whose beginning at the end of a text is a part of them. */
  private static final List<String> CUT_OFF = List.of("<end_of_turn>", "<eos>", "</s>");

  /** Of such a token so much is enough. */
  private static final int LEAST_CUT_OFF = 3;

  private static final String QUOTES = "`\"'";

  /** A name between brackets; the kind is null if it is no mark. */
  private record Meaning(@Nullable Kind kind, String name) {}

  private record Special(String text, Kind kind) {}

  private final String text;
  private final List<ReplyMark> marks = new ArrayList<>();
  // The same few names come again and again.
  private final Map<String, Meaning> meanings = new HashMap<>();
  private boolean inFence;
  private boolean fenceLine;
  private int opened;
  private final int[] before = new int[QUOTES.length()];
  private final int[] inLine = new int[QUOTES.length()];

  private ReplyMarks(String text) {
    this.text = text;
  }

  /** The marks of a text, in order. */
  static List<ReplyMark> of(String text) {
    ReplyMarks reader = new ReplyMarks(text);
    reader.read();
    return reader.marks;
  }

  private void read() {
    startLine(0);
    for (int at = 0; at < text.length(); ) {
      ReplyMark mark = markAt(at);
      if (mark == null) {
        if (text.charAt(at) == '\n') {
          startLine(at + 1);
        } else {
          count(at, at + 1, before);
        }
        at++;
        continue;
      }
      // A mark's own quotes say nothing about where it stands.
      int[] own = new int[before.length];
      count(mark.start(), mark.end(), own);
      boolean quoted = isQuoted(own) || (mark.is(Kind.END) && isString(mark));
      marks.add(quoted ? mark.asQuoted() : mark);
      if (mark.is(Kind.OPEN) && !quoted) {
        opened++;
      }
      for (int i = 0; i < own.length; i++) {
        inLine[i] -= own[i];
      }
      at = mark.end();
    }
  }

  private void startLine(int from) {
    int newline = text.indexOf('\n', from);
    int end = newline < 0 ? text.length() : newline;
    int at = from;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    fenceLine = text.startsWith("```", at) || text.startsWith("~~~", at);
    inFence ^= fenceLine;
    Arrays.fill(before, 0);
    Arrays.fill(inLine, 0);
    count(from, end, inLine);
  }

  private void count(int from, int to, int[] counts) {
    for (int i = from; i < to; i++) {
      int quote = QUOTES.indexOf(text.charAt(i));
      if (quote >= 0) {
        counts[quote]++;
      }
    }
  }

  private boolean isQuoted(int[] own) {
    if (fenceLine) {
      return false;
    }
    for (int i = 0; i < before.length; i++) {
      boolean counts = QUOTES.charAt(i) == '`' || inFence;
      if (counts && before[i] % 2 == 1 && inLine[i] - before[i] - own[i] > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether quotes stand on both sides of a mark. The end of a turn has none behind it. */
  private boolean isString(ReplyMark mark) {
    return mark.start() > 0
        && mark.end() < text.length()
        && QUOTES.indexOf(text.charAt(mark.end())) >= 0
        && text.charAt(mark.start() - 1) == text.charAt(mark.end());
  }

  private @Nullable ReplyMark markAt(int at) {
    return switch (text.charAt(at)) {
      case '<' -> angled(at);
      case '[' -> square(at);
      case '\u25c1' -> named(at, '\u25b7');
      case '&' -> escaped(at);
      default -> null;
    };
  }

  private @Nullable ReplyMark angled(int at) {
    for (Special special : SPECIALS) {
      if (text.startsWith(special.text(), at)) {
        return mark(special.kind(), at, at + special.text().length(), "");
      }
    }
    int close = closing(at, '>', MAX_NAME);
    if (close < 0) {
      return cutOff(at);
    }
    String inside = text.substring(at + 1, close).strip();
    if (inside.startsWith("/details")) {
      // Only what holds reasoning has an end that means something.
      return opened > 0 ? mark(Kind.CLOSE, at, close + 1, "") : null;
    }
    Meaning meaning = meanings.computeIfAbsent(inside, ReplyMarks::meaning);
    return mark(meaning.kind(), at, close + 1, meaning.name());
  }

  private static Meaning meaning(String inside) {
    if (!isPipe(inside, 0)) {
      return tag(inside);
    }
    if (inside.length() > 2 && isPipe(inside, inside.length() - 1)) {
      String name = inside.substring(1, inside.length() - 1);
      return new Meaning(isName(name) ? MarkNames.piped(name) : null, name);
    }
    String name = inside.substring(1);
    return switch (name) {
      case "turn" -> new Meaning(Kind.END, name);
      case "channel", "think", "tool", "tool_call" -> new Meaning(Kind.CONTROL, name);
      default -> new Meaning(null, name);
    };
  }

  private static Meaning tag(String inside) {
    boolean closes = inside.startsWith("/");
    String body = closes ? inside.substring(1).strip() : inside;
    int space = 0;
    while (space < body.length() && !Character.isWhitespace(body.charAt(space))) {
      space++;
    }
    String name = (closes ? "/" : "") + body.substring(0, space);
    if (body.endsWith("/") && space < body.length()) {
      name += "/";
    }
    return new Meaning(MarkNames.angled(name, body.substring(space)), name);
  }

  private @Nullable ReplyMark square(int at) {
    int close = closing(at, ']', MAX_SHORT_NAME);
    return close < 0
        ? null
        : mark(MarkNames.square(text.substring(at + 1, close)), at, close + 1, "");
  }

  private @Nullable ReplyMark named(int at, char closing) {
    int close = closing(at, closing, MAX_SHORT_NAME);
    if (close < 0) {
      return null;
    }
    String name = text.substring(at + 1, close);
    return mark(MarkNames.reasoning(name), at, close + 1, name);
  }

  /** Some servers escape what they take for markup. */
  private @Nullable ReplyMark escaped(int at) {
    if (!text.startsWith("&lt;", at)) {
      return null;
    }
    int close = closing(at, ';', MAX_SHORT_NAME + 4);
    int end = close < 0 ? -1 : closing(close, '&', MAX_SHORT_NAME);
    if (end < 0 || !text.startsWith("&gt;", end)) {
      return null;
    }
    String name = text.substring(at + 4, end);
    return mark(MarkNames.reasoning(name), at, end + 4, name);
  }

  /** A token that the end of the text has cut off. */
  private @Nullable ReplyMark cutOff(int at) {
    int left = text.length() - at;
    if (left > MAX_SHORT_NAME) {
      return null;
    }
    String rest = text.substring(at);
    boolean piped = left > 1 && isPipe(rest, 1) && rest.indexOf('\n') < 0 && rest.indexOf(' ') < 0;
    boolean known =
        left >= LEAST_CUT_OFF && CUT_OFF.stream().anyMatch(token -> token.startsWith(rest));
    return piped || known ? mark(Kind.END, at, text.length(), "") : null;
  }

  /** Where a bracket closes within one line and without another one between, or -1. */
  private int closing(int at, char bracket, int most) {
    int end = Math.min(text.length(), at + most);
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == bracket) {
        return i;
      }
      if (c == '\n' || c == text.charAt(at)) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isPipe(String text, int at) {
    return at < text.length() && (text.charAt(at) == '|' || text.charAt(at) == '\uff5c');
  }

  private static boolean isName(String name) {
    return name.codePoints()
        .allMatch(c -> Character.isLetterOrDigit(c) || "_\u2581:/.- ".indexOf(c) >= 0);
  }

  private static @Nullable ReplyMark mark(@Nullable Kind kind, int start, int end, String name) {
    return kind == null
        ? null
        : new ReplyMark(kind, start, end, false, MarkNames.isAfterthought(name));
  }
}
