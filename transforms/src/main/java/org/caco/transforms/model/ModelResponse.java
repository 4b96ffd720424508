package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, as far as it can be believed. A response without a usable text is one
 * nevertheless: it is paid for, and asking the same again would give the same.
 *
 * @param text well-formed Unicode
 * @param finishReason as the server gave it, empty if it gave none
 * @param refusal the model's refusal, empty if there is none
 * @param inputTokens 0 if not told
 * @param outputTokens 0 if not told
 */
record ModelResponse(
    String text, String finishReason, String refusal, long inputTokens, long outputTokens) {

  ModelResponse withTokens(long inputTokens, long outputTokens) {
    return new ModelResponse(text, finishReason, refusal, inputTokens, outputTokens);
  }

  /** The form in the journal. */
  byte[] toBytes() {
    return Json.MAPPER
        .createObjectNode()
        .put("text", text)
        .put("finish_reason", finishReason)
        .put("refusal", refusal)
        .put("input_tokens", inputTokens)
        .put("output_tokens", outputTokens)
        .toString()
        .getBytes(UTF_8);
  }

  static ModelResponse ofBytes(byte[] bytes) throws IOException {
    JsonNode json = Json.MAPPER.readTree(bytes);
    return new ModelResponse(
        json.path("text").asText(),
        json.path("finish_reason").asText(),
        json.path("refusal").asText(),
        json.path("input_tokens").asLong(),
        json.path("output_tokens").asLong());
  }

  /**
   * Why the text is of no use, or null if it is.
   *
   * @param most characters that it may have
   */
  @Nullable CallFailure defect(int most) {
    if (text.length() > most) {
      return CallFailure.permanent(
          CallFailure.TOO_LONG,
          String.format(
              Locale.ROOT,
              "%,d characters, at most %,d are read; it begins: %s",
              text.length(),
              most,
              text.substring(0, Math.min(text.length(), CallFailure.MAX_EVIDENCE))));
    }
    if (!refusal.isEmpty()) {
      return CallFailure.permanent("refused", refusal);
    }
    if (finishReason.equals("content_filter")) {
      return CallFailure.permanent("content_filter", "finish_reason content_filter: " + text);
    }
    if (finishReason.equals("length")) {
      return CallFailure.permanent(
          CallFailure.TRUNCATED, "finish_reason length after " + outputTokens + " tokens: " + text);
    }
    if (text.isBlank()) {
      return CallFailure.permanent("empty_response", "finish_reason " + finishReason);
    }
    return null;
  }
}
