package org.caco.transforms.row;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Characters and tokens that only machines put into a text. */
final class ChatTokens {
  private static final List<String> TOKENS =
      List.of(
          "<s>",
          "</s>",
          "<eos>",
          "<bos>",
          "<pad>",
          "<unk>",
          "<eod>",
          "<eot>",
          "<sep>",
          "[inst]",
          "[/inst]",
          "<<sys>>",
          "<</sys>>",
          "<start_of_turn>",
          "<end_of_turn>",
          "<end_of_utterance>",
          "<extra_id_",
          "<tool_call>",
          "</tool_call>",
          "<function_call>",
          "[eos]",
          "[eot]",
          "[bos]",
          "<|",
          "<\uff5c",
          "<channel|>");

  /** The same, under what follows the bracket, so that few are compared at each. */
  private static final Map<Character, List<String>> BY_SECOND =
      TOKENS.stream().collect(Collectors.groupingBy(token -> token.charAt(1)));

  private static final List<String> REASONING =
      List.of(
          "think",
          "thinking",
          "thought",
          "thoughts",
          "reasoning",
          "reflection",
          "reflect",
          "scratchpad",
          "analysis",
          "inner_monologue",
          "internal_monologue",
          "seed:think",
          "longcat_think",
          "begin_of_thought",
          "plan");

  private static final Map<Character, List<String>> REASONING_BY_FIRST =
      REASONING.stream().collect(Collectors.groupingBy(name -> name.charAt(0)));

  private static final int MAX_TOKEN = 60;

  /** Marks of direction and of broken text. */
  private static final String INVISIBLE =
      "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb\ufffd";

  private static final String CLOSINGS = ">]\u25b7\u300d";
  private static final String OPENINGS = "<[\u25c1\u300c";

  private ChatTokens() {}

  /** Where a control character or a token of a chat is. */
  static Optional<String> control(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(text, i)) {
        return Optional.of(String.format(Locale.ROOT, "U+%04X %s", (int) c, Row.around(text, i)));
      }
      if ((c == '<' || c == '[') && isToken(text, i)) {
        return Optional.of(Row.around(text, i));
      }
    }
    return Optional.empty();
  }

  private static boolean isControl(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    boolean space = c == '\n' || c == '\t' || c == '\r';
    return !space && (Character.isISOControl(c) || INVISIBLE.indexOf(c) >= 0);
  }

  private static boolean isToken(String text, int at) {
    char second = at + 1 < text.length() ? Character.toLowerCase(text.charAt(at + 1)) : 0;
    for (String token : BY_SECOND.getOrDefault(second, List.of())) {
      if (text.regionMatches(true, at, token, 0, token.length())) {
        return (!token.startsWith("<|") && !token.startsWith("<\uff5c")) || isNamed(text, at);
      }
    }
    return false;
  }

  /** Whether it is a name between bars, and not the bars of an absolute value. */
  private static boolean isNamed(String text, int at) {
    int end = at + 2;
    int most = Math.min(text.length(), at + MAX_TOKEN);
    while (end < most
        && (Character.isLetterOrDigit(text.charAt(end))
            || "_-\u2581".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end >= at + 5 && (text.startsWith("|>", end) || text.startsWith("\uff5c>", end));
  }

  /** Where a tag of reasoning is. */
  static Optional<String> reasoning(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (OPENINGS.indexOf(text.charAt(i)) >= 0 && isReasoning(text, i)) {
        return Optional.of(Row.around(text, i));
      }
    }
    return Optional.empty();
  }

  private static boolean isReasoning(String text, int at) {
    int start = text.startsWith("/", at + 1) ? at + 2 : at + 1;
    // "[plan]" and "[analysis]" are words.
    boolean square = text.charAt(at) == '[';
    char first = start < text.length() ? Character.toLowerCase(text.charAt(start)) : 0;
    for (String name : REASONING_BY_FIRST.getOrDefault(first, List.of())) {
      int end = start + name.length();
      if (text.regionMatches(true, start, name, 0, name.length())
          && end < text.length()
          && CLOSINGS.indexOf(text.charAt(end)) >= 0) {
        return !square || name.startsWith("think") || name.startsWith("reason");
      }
    }
    return false;
  }
}
