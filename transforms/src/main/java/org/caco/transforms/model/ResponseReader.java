package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** Reads responses, nothing of which is trusted. */
final class ResponseReader {
  /** Codes and types of error bodies that stand for a rate limit. */
  private static final Set<String> RATE_LIMITS =
      Set.of("429", "rate_limit_exceeded", "rate_limit_error", "overloaded_error");

  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);
  private static final long MAX_TOKENS = Integer.MAX_VALUE;

  /** What stands for bytes that are no UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private ResponseReader() {}

  /** Thrown if a body is no completion. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CallFailure failure;
    private final long inputTokens;
    private final long outputTokens;

    private UnreadableException(CallFailure failure) {
      this(failure, 0, 0);
    }

    private UnreadableException(CallFailure failure, long inputTokens, long outputTokens) {
      super(failure.reason(), null, false, false);
      this.failure = failure;
      this.inputTokens = inputTokens;
      this.outputTokens = outputTokens;
    }

    CallFailure failure() {
      return failure;
    }

    /** Of the prompt, as far as the body tells. */
    long inputTokens() {
      return inputTokens;
    }

    /** Of what could not be read, as far as the body tells. */
    long outputTokens() {
      return outputTokens;
    }
  }

  /**
   * The completions in the body of a response with status 200, in the order of the samples.
   *
   * @param samples how many were asked for; those that did not come, or not as they should, are
   *     empty
   * @throws UnreadableException if not one is there, or more than were asked for
   */
  static List<Optional<ModelResponse>> read(byte[] body, int samples) throws UnreadableException {
    JsonNode root = object(body);
    JsonNode choices = root.path("choices");
    if (!choices.isArray() || choices.isEmpty()) {
      throw bad("no choices", body);
    }
    if (choices.size() > samples) {
      throw bad(choices.size() + " choices where " + samples + " were asked for", body);
    }
    List<Optional<ModelResponse>> responses =
        new ArrayList<>(Collections.nCopies(samples, Optional.empty()));
    @Nullable UnreadableException first = null;
    for (int i = 0; i < choices.size(); i++) {
      try {
        int index = samples == 1 ? 0 : index(choices, i, body);
        if (index < 0 || index >= samples || responses.get(index).isPresent()) {
          throw bad("no sample is left for a choice with index " + index, body);
        }
        responses.set(index, Optional.of(choice(choices.get(i), body)));
      } catch (UnreadableException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null && responses.stream().allMatch(Optional::isEmpty)) {
      JsonNode usage = root.path("usage");
      throw new UnreadableException(
          first.failure(),
          tokens(usage.path("prompt_tokens")),
          tokens(usage.path("completion_tokens")));
    }
    share(root.path("usage"), responses);
    return responses;
  }

  private static JsonNode object(byte[] body) throws UnreadableException {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(decode(body));
    } catch (CharacterCodingException e) {
      throw bad("invalid UTF-8", body);
    } catch (JsonProcessingException e) {
      throw bad("invalid JSON (" + e.getOriginalMessage() + ")", body);
    }
    if (!root.isObject()) {
      throw bad("not a JSON object", body);
    }
    if (root.hasNonNull("error")) {
      throw new UnreadableException(errorBody(root.get("error"), body));
    }
    return root;
  }

  /** Where no choice says which it is, they are in order. */
  private static int index(JsonNode choices, int place, byte[] body) throws UnreadableException {
    for (JsonNode choice : choices) {
      if (choice.has("index")) {
        JsonNode index = choices.get(place).path("index");
        if (!index.isInt()) {
          throw bad("a choice's index is not a number", body);
        }
        return index.intValue();
      }
    }
    return place;
  }

  private static ModelResponse choice(JsonNode choice, byte[] body) throws UnreadableException {
    JsonNode message = choice.path("message");
    if (!message.isObject() && !choice.has("text")) {
      throw bad("the choice has neither message nor text", body);
    }
    if (choice.hasNonNull("error")) {
      throw new UnreadableException(errorBody(choice.get("error"), body));
    }
    MessageContent content =
        message.isObject() ? MessageContent.ofMessage(message) : MessageContent.ofText(choice);
    if (!content.isReadable()) {
      throw bad("the content is no text", body);
    }
    String finishReason = finishReason(choice, body);
    if (content.callsTool() && content.text().isBlank()) {
      finishReason = "tool_calls";
    }
    ModelResponse response =
        new ModelResponse(
            wellFormed(content.text()),
            wellFormed(content.reasoning()),
            finishReason,
            wellFormed(content.refusal()),
            0,
            0);
    if (response.isFailed()) {
      throw new UnreadableException(ModelResponse.failed(finishReason, response.content()));
    }
    return response;
  }

  /** Where the field is missing, gateways may have left the word of the server behind them. */
  private static String finishReason(JsonNode choice, byte[] body) throws UnreadableException {
    String reason = text(choice.path("finish_reason"), "finish_reason", body);
    for (String other : List.of("native_finish_reason", "finish_details", "stop_reason")) {
      JsonNode node = choice.path(other);
      String word = node.path("type").asText(node.asText(""));
      // The last of them is the text that ended the answer, with some servers.
      if (reason.isEmpty() && FinishReason.isKnown(word)) {
        reason = word;
      }
    }
    return reason;
  }

  /**
   * Gives each response its tokens. A prompt is paid for once, so the first one has it; the tokens
   * of several texts, of which servers tell the sum, are divided as their lengths are.
   */
  private static void share(JsonNode usage, List<Optional<ModelResponse>> responses) {
    long input = tokens(usage.path("prompt_tokens"));
    long output = tokens(usage.path("completion_tokens"));
    long length = responses.stream().flatMap(Optional::stream).mapToLong(r -> weight(r)).sum();
    for (int i = 0; i < responses.size(); i++) {
      if (responses.get(i).isPresent()) {
        ModelResponse response = responses.get(i).get();
        // Of what is left, so that the shares add up to the sum.
        long share = output * weight(response) / length;
        responses.set(i, Optional.of(response.withTokens(input, share)));
        input = 0;
        output -= share;
        length -= weight(response);
      }
    }
  }

  private static long weight(ModelResponse response) {
    return 1L + response.content().length() + response.reasoning().length();
  }

  /** What a response with another status than 200 says. */
  static CallFailure failure(HttpResponse.ResponseInfo head, byte[] body) {
    int status = head.statusCode();
    Optional<Duration> retryAfter =
        head.headers().firstValue("Retry-After").map(ResponseReader::wait);
    boolean throttled = status == 429 || (status == 503 && retryAfter.isPresent());
    boolean retryable = status >= 500 || status == 429 || status == 408 || status == 425;
    return new CallFailure(
        "http_" + status,
        "status " + status + ": " + start(body),
        retryable,
        throttled,
        retryAfter.orElse(Duration.ZERO));
  }

  /** A Retry-After header: seconds or a date. */
  private static Duration wait(String retryAfter) {
    Duration wait;
    try {
      wait = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    } catch (NumberFormatException | ArithmeticException e) {
      wait = untilDate(retryAfter);
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
  }

  private static Duration untilDate(String date) {
    try {
      return Duration.between(
          ZonedDateTime.now(ZoneOffset.UTC),
          ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  /**
   * The start of a body, for a person to read, and as much more as a key may have: who takes the
   * key out must see all of it.
   */
  static String start(byte[] body) {
    int length = Math.min(body.length, CallFailure.MAX_EVIDENCE + KeyMask.MAX_FORM);
    String text = new String(body, 0, length, UTF_8).strip();
    return text.isEmpty() ? "empty body" : text;
  }

  private static String decode(byte[] body) throws CharacterCodingException {
    String text = new String(body, UTF_8);
    // A decoder that tells what is invalid is far slower; only what has this may be.
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static String text(JsonNode node, String name, byte[] body) throws UnreadableException {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (!node.isTextual()) {
      throw bad(name + " is not a string", body);
    }
    return wellFormed(node.textValue());
  }

  /** JSON can escape half a surrogate pair; protobuf and UTF-8 cannot hold one. */
  private static String wellFormed(String text) {
    // Nearly all texts are: this copies them, and looks at each character only where one is not.
    return new String(text.getBytes(UTF_8), UTF_8).equals(text)
        ? text
        : new String(text.getBytes(UTF_16BE), UTF_16BE);
  }

  private static long tokens(JsonNode node) {
    return node.canConvertToLong() ? Math.max(0, Math.min(MAX_TOKENS, node.asLong())) : 0;
  }

  private static CallFailure errorBody(JsonNode error, byte[] body) {
    String code = LowerCase.of(error.path("code").asText(""));
    String type = LowerCase.of(error.path("type").asText(""));
    boolean throttled = RATE_LIMITS.contains(code) || RATE_LIMITS.contains(type);
    return new CallFailure(
        "error_response",
        "status 200 with an error: " + start(body),
        true,
        throttled,
        Duration.ZERO);
  }

  private static UnreadableException bad(String what, byte[] body) {
    return new UnreadableException(
        CallFailure.retryable("bad_response", what + ": " + start(body)));
  }
}
