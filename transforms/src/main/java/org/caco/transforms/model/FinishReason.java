package org.caco.transforms.model;

import java.util.HashMap;
import java.util.Map;

/** What the word that a server gives for the end of a text means, in whatever dialect. */
enum FinishReason {
  /** The model ended its turn, or the server does not say how the text ended. */
  COMPLETE(
      "",
      "stop eos eos_token eos_found end_turn end_of_turn stop_sequence stop_string_found"
          + " stop_token complete completed finish finished end_of_text normal reason_stop"),

  /** A limit on tokens, context or time was reached, or the text went in circles. */
  TRUNCATED(
      CallFailure.TRUNCATED,
      "length max_tokens max_token model_length max_output_tokens max_new_tokens max_length"
          + " max_completion_tokens token_limit time_limit error_limit context_length context_limit"
          + " context_length_exceeded model_context_window_exceeded context_length_reached"
          + " max_predicted_tokens_reached max_context reason_max_len reason_max_context limit"
          + " incomplete not_finished repetition pause_turn truncated"),

  /** The server held the text back, or a part of it. */
  FILTERED(
      "content_filter",
      "content_filter content_filtered safety image_safety recitation blocklist prohibited_content"
          + " spii language sensitive error_toxic guardrail_intervened guardrails moderation"
          + " content_policy_violation blocked flagged"),

  /** The model did not want to. */
  REFUSED("refused", "refusal refused"),

  /** The model called a tool, of which it was given none. */
  TOOL_CALLS(
      "tool_calls",
      "tool_calls tool_call tool_use function_call malformed_function_call malformed_tool_use"
          + " unexpected_tool_call too_many_tool_calls"),

  /** Something broke, also with a word that is not known: to be tried again. */
  FAILED(
      "generation_failed",
      "error abort aborted cancelled canceled user_cancel user_stopped timeout failed failure"
          + " network_error insufficient_system_resource model_unloaded load unload overloaded other"
          + " malformed_response malformed_model_output finish_reason_unspecified unspecified"
          + " unknown");

  private static final Map<String, FinishReason> BY_NAME = byName();

  private final String reason;
  private final String names;

  FinishReason(String reason, String names) {
    this.reason = reason;
    this.names = names;
  }

  private static Map<String, FinishReason> byName() {
    Map<String, FinishReason> byName = new HashMap<>();
    for (FinishReason meaning : values()) {
      for (String name : meaning.names.split(" ", -1)) {
        byName.put(letters(name), meaning);
      }
    }
    return Map.copyOf(byName);
  }

  /**
   * The meaning of a word; {@link #COMPLETE} for the empty one, and {@link #FAILED} for one that is
   * not known: a text is whole only if that is certain.
   */
  static FinishReason of(String word) {
    return word.isBlank() ? COMPLETE : BY_NAME.getOrDefault(letters(word), FAILED);
  }

  /** Whether the word is in the table. */
  static boolean isKnown(String word) {
    return word.isBlank() || BY_NAME.containsKey(letters(word));
  }

  /** The reason for rejection; empty for {@link #COMPLETE}. */
  String reason() {
    return reason;
  }

  /** {@code MAX_TOKENS}, {@code maxTokens} and {@code FinishReason.max-tokens} are one word. */
  private static String letters(String word) {
    StringBuilder letters = new StringBuilder();
    String last = word.substring(word.lastIndexOf('.') + 1);
    // Longer words than these are in no table.
    for (int i = 0; i < Math.min(last.length(), 60); i++) {
      char c = last.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        letters.append(Character.toLowerCase(c));
      }
    }
    return letters.toString();
  }
}
