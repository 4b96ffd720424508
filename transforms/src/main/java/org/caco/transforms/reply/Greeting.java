package org.caco.transforms.reply;

import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;

/** What a model says before it comes to the point. */
final class Greeting {
  private static final List<String> CALLS =
      List.of(
          "sure thing",
          "sure",
          "certainly",
          "great question",
          "good question",
          "of course",
          "absolutely",
          "okay",
          "ok",
          "great",
          "alright",
          "all right",
          "got it",
          "understood",
          "no problem",
          "gladly",
          "happy to help",
          "thank you",
          "thanks",
          "hello",
          "hi",
          "hi there");

  private static final List<String> ANNOUNCEMENTS =
      List.of(
          "here is",
          "here's",
          "here are",
          "here you go",
          "here it is",
          "below is",
          "the following is",
          "the following",
          "this is",
          "i have written",
          "i've written",
          "i have created",
          "i've created",
          "i've come up with",
          "i will",
          "i'll",
          "let me",
          "let's",
          "based on",
          "given the",
          "to write",
          "my problem",
          "my word problem",
          "a possible",
          "one possible");

  /** What hands something over without saying what. */
  private static final List<String> HANDED =
      List.of(
          "here you go",
          "here it is",
          "here we go",
          "here you are",
          "here's one",
          "here is one",
          "voil\u00e0",
          "voil\u00e0 ");

  /** How a model begins to say what it is about to do, behind a call. */
  private static final List<String> PLANS =
      List.of("let's ", "let us ", "let me ", "i'll ", "i will ", "we'll ", "we will ");

  private static final List<String> PLANNED =
      List.of(
          "see",
          "step",
          "solve",
          "create",
          "write",
          "come up",
          "craft",
          "work",
          "think",
          "break",
          "tackle",
          "started",
          "dive",
          "walk",
          "go through",
          "begin");

  /** What is planned where a text is to come, and not the first step of one. */
  private static final List<String> PLANNED_TEXT =
      List.of("create", "write", "craft", "make", "come up", "generate", "construct");

  private static final List<String> ABOUT_REPLY =
      List.of(
          " i can ", " i'd ", " i'll ", " i will ", "let's", "let me", "let us", " you ", "help");

  /** A call with thanks for something is no longer than this. */
  private static final int MAX_CALL = 80;

  /** An announcement is no longer than this. */
  private static final int MAX_ANNOUNCEMENT = 240;

  private Greeting() {}

  /** The text without calls like "Sure!" and announcements of one of these nouns before it. */
  static String cut(String text, Set<String> nouns) {
    String rest = cutRule(text);
    int said = sentenceLength(rest);
    if (said > 0) {
      return cutAnnouncement(rest.substring(said).strip(), nouns);
    }
    int call = callLength(rest);
    String behind = rest.substring(call).strip();
    if (call > 0) {
      behind = behind.substring(Label.skipSymbols(behind, 0)).strip();
      behind = cutPlan(behind);
    } else {
      // Without a call it may be a solution's own first step.
      rest = cutPlan(behind, nouns);
      behind = rest;
    }
    String announced = cutAnnouncement(behind, nouns);
    if (!announced.equals(behind)) {
      return announced;
    }
    if (call > 0 && !behind.equals(rest.substring(call).strip())) {
      return behind;
    }
    boolean alone = call > 0 && (rest.charAt(call - 1) == '!' || rest.startsWith("\n", call));
    return alone && !behind.isEmpty() ? behind : rest;
  }

  /**
   * How long a paragraph is that begins with a call and goes on about the reply, as "Sure, I can
   * help with that!" does; 0 where there is none.
   */
  private static int sentenceLength(String text) {
    int end = text.indexOf("\n\n");
    if (end < 0 || end > MAX_CALL || callLength(text) == 0) {
      return 0;
    }
    String said = LowerCase.of(text.substring(0, end)).replace('\u2019', '\'');
    boolean states = said.chars().anyMatch(c -> (c >= '0' && c <= '9') || "$\\=:?".indexOf(c) >= 0);
    return !states && ABOUT_REPLY.stream().anyMatch(said::contains) ? end : 0;
  }

  /** The text without lines of dashes and the like at its start. */
  private static String cutRule(String text) {
    int newline = text.indexOf('\n');
    boolean rule = newline > 2 && newline < MAX_ANNOUNCEMENT && isRule(text.substring(0, newline));
    return rule ? text.substring(newline).strip() : text;
  }

  /**
   * Whether a line is nothing but dashes, asterisks, underscores or equals signs, three or more.
   */
  static boolean isRule(String line) {
    String bare = line.replace(" ", "").strip();
    return bare.length() >= 3
        && "-*_=".indexOf(bare.charAt(0)) >= 0
        && bare.chars().allMatch(c -> c == bare.charAt(0));
  }

  private static int callLength(String text) {
    String begin = LowerCase.of(text.substring(0, Math.min(text.length(), MAX_CALL)));
    for (String call : CALLS) {
      if (begin.startsWith(call) && begin.length() > call.length()) {
        int end = call.length();
        end = begin.startsWith(" thing", end) ? end + 6 : end;
        if (call.startsWith("thank") && begin.startsWith(" for ", end)) {
          end = firstOf(begin, ".!\n", end);
        }
        if (end < begin.length() && "!.,:\n\u2014-".indexOf(begin.charAt(end)) >= 0) {
          return begin.charAt(end) == '\n' ? end : end + 1;
        }
      }
    }
    return 0;
  }

  private static int firstOf(String text, String marks, int from) {
    int at = from;
    while (at < text.length() && marks.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** The text without the sentence at its start that says what comes, such as "Let's see." */
  private static String cutPlan(String text) {
    int end = planEnd(text, PLANNED);
    return end < 0 ? text : behind(text, end);
  }

  /** The text without a paragraph at its start that plans to write one of these nouns. */
  private static String cutPlan(String text, Set<String> nouns) {
    int end = planEnd(text, PLANNED_TEXT);
    boolean paragraph = end > 0 && text.startsWith("\n\n", end);
    return paragraph && names(LowerCase.of(text.substring(0, end)), nouns)
        ? behind(text, end)
        : text;
  }

  /** Where a sentence at the start of a text ends that plans one of these; -1 if none does. */
  private static int planEnd(String text, List<String> planned) {
    String begin =
        LowerCase.of(text.substring(0, Math.min(text.length(), MAX_CALL))).replace('\u2019', '\'');
    int end = firstOf(begin, ".!:\n", 0);
    String said = begin.substring(0, end);
    boolean plan =
        end < begin.length()
            && PLANS.stream().anyMatch(said::startsWith)
            && planned.stream().anyMatch(said::contains)
            && said.chars().noneMatch(c -> c >= '0' && c <= '9');
    if (!plan) {
      return -1;
    }
    return begin.charAt(end) == '\n' ? end : end + 1;
  }

  /** The text without the announcement at its start, which ends with a colon or is a paragraph. */
  private static String cutAnnouncement(String text, Set<String> nouns) {
    String begin =
        LowerCase.of(text.substring(0, Math.min(text.length(), MAX_ANNOUNCEMENT)))
            .replace('\u2019', '\'');
    int start = Label.skip(begin, 0, " *_#>");
    if (!isAnnounced(begin, start)) {
      return text;
    }
    int newline = begin.indexOf('\n');
    String line = newline < 0 ? begin : begin.substring(0, newline);
    int end = handedOver(line, start);
    if (end >= 0) {
      return behind(text, end + 1);
    }
    int colon = line.indexOf(':');
    int sentence = sentenceEnd(line);
    if (colon > 0 && (sentence < 0 || colon < sentence)) {
      String said = line.substring(0, colon);
      boolean strong = colon == line.stripTrailing().length() - 1 || isAddressed(said, start);
      return strong && names(said, nouns) ? behind(text, colon + 1) : text;
    }
    // A paragraph of its own that is one sentence.
    boolean paragraph = newline > 0 && begin.startsWith("\n", newline + 1) && sentence < 0;
    return paragraph && isAddressed(line, start) && names(line, nouns)
        ? behind(text, newline)
        : text;
  }

  private static boolean isAnnounced(String begin, int start) {
    return handedOver(begin, start) >= 0
        || ANNOUNCEMENTS.stream()
            .anyMatch(a -> begin.startsWith(a + " ", start) || begin.startsWith(a + ":", start));
  }

  /** Where words of handing something over end, such as "here you go", or -1. */
  private static int handedOver(String line, int start) {
    for (String handed : HANDED) {
      int end = start + handed.length();
      if (line.startsWith(handed, start)
          && end < line.length()
          && ":!.".indexOf(line.charAt(end)) >= 0) {
        return end;
      }
    }
    return -1;
  }

  /** Whether it begins with words that speak to the reader of the reply, not of the story. */
  private static boolean isAddressed(String said, int start) {
    return List.of(
            "here",
            "below is",
            "the following",
            "this is",
            "i've",
            "i have",
            "based on",
            "given the")
        .stream()
        .anyMatch(words -> said.startsWith(words, start));
  }

  private static String behind(String text, int from) {
    String rest = text.substring(Label.skip(text, from, " *_")).strip();
    return rest.isEmpty() ? text : rest;
  }

  private static int sentenceEnd(String line) {
    for (int i = 0; i + 1 < line.length(); i++) {
      if (".!?".indexOf(line.charAt(i)) >= 0 && line.charAt(i + 1) == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static boolean names(String said, Set<String> nouns) {
    int start = -1;
    for (int i = 0; i <= said.length(); i++) {
      boolean letter = i < said.length() && Character.isLetter(said.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        if (nouns.contains(said.substring(start, i))) {
          return true;
        }
        start = -1;
      }
    }
    return false;
  }
}
