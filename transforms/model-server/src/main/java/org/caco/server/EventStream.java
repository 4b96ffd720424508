package org.caco.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response as the chunks of a stream, each an event, with {@code [DONE]} at the end. */
final class EventStream {
  /** Characters of a text in a chunk. */
  private static final int PIECE = 40;

  private static final List<String> TEXTS =
      List.of("content", "reasoning_content", "reasoning", "thinking", "refusal", "text");

  private EventStream() {}

  /**
   * The events of a response.
   *
   * @param withUsage whether a last chunk tells the tokens
   */
  static byte[] of(ObjectNode response, boolean withUsage) {
    boolean chat = response.path("object").asText().equals("chat.completion");
    StringBuilder events = new StringBuilder();
    for (JsonNode choice : response.path("choices")) {
      ObjectNode first = JsonNodeFactory.instance.objectNode();
      JsonNode message = chat ? choice.path("message") : choice;
      if (chat) {
        first.put("role", "assistant");
        event(events, chunk(response, choice, first, null));
      }
      message
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isTextual() && TEXTS.contains(field.getKey())) {
                  pieces(events, response, choice, chat, field.getKey(), field.getValue().asText());
                } else if (chat && !field.getKey().equals("role")) {
                  ObjectNode delta = JsonNodeFactory.instance.objectNode();
                  delta.set(field.getKey(), field.getValue());
                  event(events, chunk(response, choice, delta, null));
                }
              });
      event(
          events,
          chunk(
              response,
              choice,
              JsonNodeFactory.instance.objectNode(),
              choice.path("finish_reason")));
    }
    if (withUsage) {
      ObjectNode last = head(response);
      last.putArray("choices");
      last.set("usage", response.path("usage"));
      event(events, last);
    }
    return events.append("data: [DONE]\n\n").toString().getBytes(UTF_8);
  }

  private static void pieces(
      StringBuilder events,
      ObjectNode response,
      JsonNode choice,
      boolean chat,
      String field,
      String text) {
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + PIECE);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      ObjectNode delta = JsonNodeFactory.instance.objectNode().put(field, text.substring(at, end));
      if (chat || field.equals("text")) {
        event(events, chunk(response, choice, delta, null));
      }
      at = end;
    }
  }

  private static ObjectNode chunk(
      ObjectNode response, JsonNode choice, ObjectNode delta, @Nullable JsonNode finish) {
    ObjectNode chunk = head(response);
    ObjectNode part = chunk.putArray("choices").addObject();
    part.set("index", choice.path("index"));
    if (response.path("object").asText().equals("chat.completion")) {
      part.set("delta", delta);
    } else {
      part.put("text", delta.path("text").asText(""));
    }
    part.set("finish_reason", finish);
    return chunk;
  }

  private static ObjectNode head(ObjectNode response) {
    ObjectNode head = response.deepCopy();
    head.remove(List.of("choices", "usage"));
    if (head.path("object").asText().equals("chat.completion")) {
      head.put("object", "chat.completion.chunk");
    }
    return head;
  }

  private static void event(StringBuilder events, ObjectNode chunk) {
    events.append("data: ").append(chunk).append("\n\n");
  }
}
