package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.caco.text.LowerCase;

/**
 * What a server says where it refuses a request, in any of the shapes that servers of the protocol
 * have for it. Nothing of it is trusted.
 *
 * @param status the response's status
 * @param message the sentence for a person; the body where there is none
 * @param code words for programs: code, type and status of the error, in small letters
 * @param parameter what it names as the cause, empty if nothing
 * @param details what is wrong piece by piece, as validators list it
 */
record ErrorReply(
    int status, String message, String code, String parameter, List<JsonNode> details) {

  /** Bytes of a body that are looked at. */
  private static final int MAX_BYTES = 16_384;

  private static final int MAX_DETAILS = 32;

  /** Codes of accounts that have nothing left; a server says 429 for these too. */
  private static final List<String> NO_CREDIT =
      List.of(
          "insufficient_quota",
          "insufficient_balance",
          "insufficient balance",
          "insufficient credits",
          "billing_hard_limit",
          "billing_not_active",
          "credit balance is too low",
          "payment required");

  /** Where one request is refused for what is in it. */
  private static final List<String> OF_THE_CONTENT =
      List.of("moderation", "flagged", "content policy", "content_policy", "content_filter");

  /** Where status 400 says the same as 401 or 404. */
  private static final List<String> NO_ACCESS =
      List.of(
          "invalid_api_key",
          "api key not valid",
          "api_key_invalid",
          "invalid api key",
          "incorrect api key",
          "model_not_found",
          "not a valid model");

  /** Reads a body. */
  static ErrorReply of(int status, byte[] body) {
    String text = new String(body, 0, Math.min(body.length, MAX_BYTES), UTF_8).strip();
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      root = MissingNode.getInstance();
    }
    // Gemini's compatible end wraps the error in a list.
    root = root.isArray() && !root.isEmpty() ? root.get(0) : root;
    JsonNode error = root.path("error").isObject() ? root.path("error") : root;
    String message =
        Stream.of(
                error.path("message"),
                root.path("message"),
                root.path("detail"),
                root.path("error"),
                root.path("error_message"),
                root.path("msg"),
                root.path("title"))
            .filter(node -> node.isTextual() && !node.textValue().isBlank())
            .map(JsonNode::textValue)
            .findFirst()
            .orElse(text.isEmpty() ? "nothing" : text);
    String code =
        LowerCase.of(
            String.join(
                " ",
                error.path("code").asText(""),
                error.path("type").asText(""),
                error.path("status").asText("")));
    List<JsonNode> details =
        Stream.of(
                root.path("detail"),
                root.path("errors"),
                error.path("detail"),
                error.path("details"),
                error.path("message").path("detail"))
            .filter(JsonNode::isArray)
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .flatMap(
                item ->
                    item.path("fieldViolations").isArray()
                        ? StreamSupport.stream(item.path("fieldViolations").spliterator(), false)
                        : Stream.of(item))
            .limit(MAX_DETAILS)
            .toList();
    return new ErrorReply(
        status, message, code, error.path("param").asText(root.path("param").asText("")), details);
  }

  /**
   * What it denies whatever is asked: the account, the key, the model or the address are wrong;
   * none where another request may be answered.
   */
  Denial.Kind denies() {
    String words = code + " " + LowerCase.of(message);
    if (says(words, OF_THE_CONTENT)) {
      return Denial.Kind.NONE;
    }
    if (status == 402
        || ((status == 400 || status == 403 || status == 429) && says(words, NO_CREDIT))) {
      return Denial.Kind.CREDIT;
    }
    boolean refused =
        switch (status) {
          case 401, 403, 404, 405, 407, 410 -> true;
          case 400 ->
              says(words, NO_ACCESS)
                  || (words.contains("model")
                      && says(words, List.of("does not exist", "not found", "not exist")));
          default -> status >= 300 && status < 400;
        };
    return refused ? Denial.Kind.ACCESS : Denial.Kind.NONE;
  }

  private static boolean says(String words, List<String> phrases) {
    return phrases.stream().anyMatch(words::contains);
  }

  /** A failure with what is known of its reasons. */
  CallFailure explain(CallFailure failure) {
    Denial.Kind kind = denies();
    return kind == Denial.Kind.NONE ? failure : failure.denied(new Denial(kind, status, message));
  }
}
