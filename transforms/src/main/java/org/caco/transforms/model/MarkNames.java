package org.caco.transforms.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.model.ReplyMark.Kind;
import org.jspecify.annotations.Nullable;

/** What the names between the brackets of marks mean, over all families of models. */
final class MarkNames {
  /** What reasoning is called; one of these makes a name a mark of reasoning. */
  private static final Set<String> REASONING =
      Set.of(
          "think",
          "thinking",
          "thought",
          "thoughts",
          "reasoning",
          "reflection",
          "reflect",
          "scratchpad",
          "monologue",
          "cot",
          "antthinking",
          "analysis",
          "deliberation",
          "rationale");

  /** What may stand beside it in a name. */
  private static final Set<String> BESIDE =
      Set.of(
          "begin",
          "start",
          "end",
          "stop",
          "of",
          "the",
          "seed",
          "longcat",
          "antml",
          "inner",
          "internal",
          "process",
          "block",
          "chain",
          "content",
          "step",
          "steps",
          "hidden",
          "private",
          "budget",
          "my",
          "ling",
          "self",
          "text",
          "mode");

  private static final Set<String> CLOSING = Set.of("end", "stop");

  private static final Set<String> AFTERTHOUGHTS = Set.of("reflection", "reflect");

  /** In {@code <|...|>}: the turn ends, or one begins. */
  private static final Set<String> PIPED_ENDS =
      Set.of(
          ("im_end endoftext end_of_text eot_id eot eom_id eom end return call eos eod eou"
                  + " end_of_turn end_of_turn_token end_of_sentence end_of_message end_of_utterance"
                  + " end_of_role endofturn endofmessage stop im_start start_header_id header_start"
                  + " start_of_turn start_of_turn_token start_of_role user user_token im_user system"
                  + " system_token im_system im_assistant assistant chatbot_token observation"
                  + " assistant_end message_end turn_end role_start role_end begin start bot human"
                  + " eos_token begin_of_text begin_of_sentence startoftext endofprompt turn"
                  + " end_of_document sep message_sep beginofsystem beginofuser")
              .split(" ", -1));

  /** In {@code <|...|>}: around the answer, or within it. */
  private static final Set<String> PIPED_SKIPS =
      Set.of(
          ("begin_of_solution end_of_solution start_response end_response start_text end_text"
                  + " begin_of_box end_of_box start_answer end_answer begin_of_answer end_of_answer"
                  + " begin_of_response end_of_response im_middle")
              .split(" ", -1));

  /** In {@code <...>}: the turn ends, or one begins. */
  private static final Set<String> ANGLED_ENDS =
      Set.of(
          "/s",
          "end_of_turn",
          "start_of_turn",
          "eos",
          "eot",
          "eod",
          "end_of_utterance",
          "end_of_text",
          "endoftext",
          "im_end",
          "im_start",
          "turn|",
          "eos_token",
          "eot_id");

  private static final Set<String> ANGLED_CONTROLS =
      Set.of(
          ("s bos bos_token pad unk mask cls sep tool_call /tool_call tool_response /tool_response"
                  + " function_call /function_call function_calls /function_calls"
                  + " antml:function_calls channel| tool_call| <sys> </sys>")
              .split(" ", -1));

  private static final Set<String> SQUARE_REASONING =
      Set.of("THINK", "/THINK", "think", "/think", "THINKING", "/THINKING", "REASONING");

  private static final Set<String> SQUARE_ENDS = Set.of("INST", "/INST", "EOS");

  private static final Set<String> SQUARE_CONTROLS =
      Set.of(
          ("TOOL_CALLS AVAILABLE_TOOLS /AVAILABLE_TOOLS TOOL_RESULTS /TOOL_RESULTS PAD UNK BOS"
                  + " SYSTEM_PROMPT /SYSTEM_PROMPT gMASK MASK")
              .split(" ", -1));

  private MarkNames() {}

  /** What {@code <|name|>} means; any name that has the form of one is a mark. */
  static @Nullable Kind piped(String name) {
    String plain = plain(name);
    Kind reasoning = reasoning(plain);
    if (reasoning != null) {
      return reasoning;
    }
    if (plain.equals("inner_prefix")) {
      return Kind.OPEN;
    }
    if (plain.equals("inner_suffix")) {
      return Kind.CLOSE;
    }
    if (PIPED_ENDS.contains(plain)) {
      return Kind.END;
    }
    if (PIPED_SKIPS.contains(plain)) {
      return Kind.SKIP;
    }
    // Some languages have operators of this form, with space in it.
    return plain.length() > 1 && name.indexOf(' ') < 0 ? Kind.CONTROL : null;
  }

  /**
   * What {@code <name attributes>} means, or null if it is no mark.
   *
   * @param attributes empty if there are none
   */
  static @Nullable Kind angled(String name, String attributes) {
    String plain = LowerCase.of(name);
    Kind reasoning = reasoning(plain);
    if (reasoning != null) {
      return reasoning;
    }
    if (plain.equals("details") && attributes.contains("reasoning")) {
      return Kind.OPEN;
    }
    if (!attributes.isEmpty()) {
      return null;
    }
    if (ANGLED_ENDS.contains(plain)) {
      return Kind.END;
    }
    return ANGLED_CONTROLS.contains(plain) || isNumbered(plain) ? Kind.CONTROL : null;
  }

  /** What {@code [name]} means, or null if it is no mark. */
  static @Nullable Kind square(String name) {
    if (SQUARE_REASONING.contains(name)) {
      return name.startsWith("/") ? Kind.CLOSE : Kind.OPEN;
    }
    if (name.equals("/REASONING")) {
      return Kind.CLOSE;
    }
    if (SQUARE_ENDS.contains(name)) {
      return Kind.END;
    }
    return SQUARE_CONTROLS.contains(name) ? Kind.CONTROL : null;
  }

  /** Whether a name is one of reasoning, and which end of it; otherwise null. */
  static @Nullable Kind reasoning(String name) {
    String plain = plain(name);
    boolean closes = plain.startsWith("/");
    boolean empty = plain.endsWith("/");
    boolean found = false;
    for (String word : words(plain)) {
      if (REASONING.contains(word)) {
        found = true;
      } else if (!BESIDE.contains(word)) {
        return null;
      }
      closes |= CLOSING.contains(word);
    }
    if (!found) {
      return null;
    }
    return empty ? Kind.SKIP : closes ? Kind.CLOSE : Kind.OPEN;
  }

  /** Whether such reasoning looks back on an answer. */
  static boolean isAfterthought(String name) {
    for (String word : words(plain(name))) {
      if (AFTERTHOUGHTS.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int from = name.startsWith("/") ? 1 : 0;
    int to = name.length() > from && name.endsWith("/") ? name.length() - 1 : name.length();
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || "_: .-".indexOf(name.charAt(i)) >= 0) {
        words.add(name.substring(start, i));
        start = i + 1;
      }
    }
    return words;
  }

  /** {@code <unused12>}, {@code <extra_id_0>}, {@code <0x0A>}, {@code <reserved_7>}. */
  private static boolean isNumbered(String name) {
    String rest =
        name.startsWith("0x")
            ? name.substring(2)
            : name.startsWith("unused")
                ? name.substring(6)
                : name.startsWith("extra_id_")
                    ? name.substring(9)
                    : name.startsWith("reserved_") ? name.substring(9) : "";
    return !rest.isEmpty()
        && rest.length() <= 6
        && rest.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** Lower case, with one way of parting words. */
  private static String plain(String name) {
    String lower = LowerCase.of(name.strip());
    return lower.replace('\u2581', '_').replace(' ', '_').replace('-', '_');
  }
}
