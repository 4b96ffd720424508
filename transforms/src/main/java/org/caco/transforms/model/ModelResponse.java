package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, as far as it can be believed. A response without a usable text is one
 * nevertheless: it is paid for, and asking the same again would give the same.
 *
 * @param content what the server calls the content, with whatever marks the model has put into it;
 *     well-formed Unicode
 * @param reasoning what the model thought, as far as the server has parted it from the content
 * @param finishReason as the server gave it, empty if it gave none
 * @param refusal the model's refusal, empty if there is none
 * @param inputTokens 0 if not told
 * @param outputTokens 0 if not told
 */
record ModelResponse(
    String content,
    String reasoning,
    String finishReason,
    String refusal,
    long inputTokens,
    long outputTokens) {

  ModelResponse withTokens(long inputTokens, long outputTokens) {
    return new ModelResponse(content, reasoning, finishReason, refusal, inputTokens, outputTokens);
  }

  /** The form in the journal: what came, not what is read in it. */
  byte[] toBytes() {
    ObjectNode json =
        Json.MAPPER
            .createObjectNode()
            .put("text", content)
            .put("finish_reason", finishReason)
            .put("refusal", refusal)
            .put("input_tokens", inputTokens)
            .put("output_tokens", outputTokens);
    if (!reasoning.isEmpty()) {
      json.put("reasoning", reasoning);
    }
    return json.toString().getBytes(UTF_8);
  }

  static ModelResponse ofBytes(byte[] bytes) throws IOException {
    JsonNode json = Json.MAPPER.readTree(bytes);
    return new ModelResponse(
        json.path("text").asText(),
        json.path("reasoning").asText(),
        json.path("finish_reason").asText(),
        json.path("refusal").asText(),
        json.path("input_tokens").asLong(),
        json.path("output_tokens").asLong());
  }

  /** Whether another attempt may fare better, so that this one is as good as none. */
  boolean isFailed() {
    return refusal.isEmpty() && FinishReason.of(finishReason) == FinishReason.FAILED;
  }

  /** What the model says, and all that it thought before. */
  ReplyText reply() {
    ReplyText reply = ReplyText.of(content);
    if (reasoning.isBlank() || reasoning.strip().equals(reply.reasoning())) {
      return reply;
    }
    String inline = reply.reasoning();
    return reply.withReasoning(
        inline.isEmpty() ? reasoning.strip() : reasoning.strip() + "\n\n" + inline);
  }

  /**
   * Why the text is of no use, or null if it is.
   *
   * @param most characters that the content may have
   */
  @Nullable CallFailure defect(int most) {
    if (content.length() > most) {
      return CallFailure.permanent(
          CallFailure.TOO_LONG,
          String.format(
              Locale.ROOT,
              "%,d characters, at most %,d are read; it begins: %s",
              content.length(),
              most,
              content.substring(0, Math.min(content.length(), CallFailure.MAX_EVIDENCE))));
    }
    if (!refusal.isEmpty()) {
      return CallFailure.permanent(FinishReason.REFUSED.reason(), refusal);
    }
    return switch (FinishReason.of(finishReason)) {
      case COMPLETE -> defect(reply());
      case FAILED -> failed(finishReason, content);
      case TRUNCATED ->
          CallFailure.permanent(
              CallFailure.TRUNCATED,
              "finish_reason "
                  + finishReason
                  + " after "
                  + outputTokens
                  + " tokens: "
                  + (content.isEmpty() ? reasoning : content));
      case FILTERED, REFUSED, TOOL_CALLS ->
          CallFailure.permanent(
              FinishReason.of(finishReason).reason(),
              "finish_reason " + finishReason + ": " + content);
    };
  }

  /** What a response is that ended for {@code reason}, which means that something broke. */
  static CallFailure failed(String reason, String content) {
    return CallFailure.retryable(
        FinishReason.FAILED.reason(),
        "finish_reason "
            + reason
            + (FinishReason.isKnown(reason) ? "" : ", which is not known")
            + ": "
            + content);
  }

  private @Nullable CallFailure defect(ReplyText reply) {
    return switch (reply.flaw()) {
      case UNFINISHED ->
          CallFailure.permanent(CallFailure.TRUNCATED, reply.detail() + ": " + content);
      case CONTROL_TOKEN ->
          CallFailure.permanent(CallFailure.CONTROL_TOKEN, reply.detail() + " in: " + content);
      case MIXED ->
          CallFailure.permanent(CallFailure.MIXED_REASONING, reply.detail() + ": " + content);
      case NONE ->
          reply.text().isBlank()
              ? CallFailure.permanent(
                  CallFailure.EMPTY,
                  "finish_reason "
                      + finishReason
                      + (reply.reasoning().isEmpty() ? "" : ", only reasoning: ")
                      + reply.reasoning())
              : null;
    };
  }
}
