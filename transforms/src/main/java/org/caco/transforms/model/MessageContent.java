package org.caco.transforms.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What a choice of a response holds, in whatever shape: a text or a list of parts, with the
 * reasoning in a field or parts of its own.
 */
final class MessageContent {
  /** Where servers put what a model thought; those that know two put the same into both. */
  private static final List<String> REASONING =
      List.of(
          "reasoning_content",
          "reasoning",
          "reasoning_text",
          "thinking",
          "thoughts",
          "reasoning_details",
          "thinking_blocks");

  private static final Set<String> REASONING_PARTS =
      Set.of(
          "thinking",
          "thought",
          "reasoning",
          "reasoning_text",
          "reasoning.text",
          "reasoning.summary",
          "reasoning_content",
          "redacted_thinking",
          "summary_text");

  private static final Set<String> TOOL_PARTS =
      Set.of("tool_use", "tool_call", "tool_calls", "function_call", "server_tool_use");

  private static final List<String> INNER = List.of("text", "content", "parts", "value");

  private static final int MAX_DEPTH = 6;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private boolean callsTool;
  private boolean readable = true;

  private MessageContent() {}

  /** Reads the message of a chat's choice. */
  static MessageContent ofMessage(JsonNode message) {
    MessageContent content = new MessageContent();
    content.add(message.path("content"), content.text, 0);
    content.addReasoning(message);
    content.addRefusal(message);
    content.callsTool |=
        isFilled(message.path("tool_calls")) || isFilled(message.path("function_call"));
    return content;
  }

  /** Reads a choice without a message. */
  static MessageContent ofText(JsonNode choice) {
    MessageContent content = new MessageContent();
    content.add(choice.path("text"), content.text, 0);
    content.addReasoning(choice);
    content.addRefusal(choice);
    return content;
  }

  String text() {
    return text.toString();
  }

  /** What the model thought, as far as it is in fields of its own. */
  String reasoning() {
    return reasoning.toString();
  }

  String refusal() {
    return refusal.toString();
  }

  boolean callsTool() {
    return callsTool;
  }

  /** Whether the content has a shape that is known. */
  boolean isReadable() {
    return readable;
  }

  private static boolean isFilled(JsonNode node) {
    return (node.isArray() || node.isObject()) && !node.isEmpty();
  }

  private void addReasoning(JsonNode owner) {
    for (String name : REASONING) {
      JsonNode node = owner.path(name);
      if (!node.isMissingNode() && !node.isNull() && reasoning.isEmpty()) {
        boolean before = readable;
        addThought(node, 0);
        // What a model thought is of no use if it cannot be read, but its text is.
        readable = before;
      }
    }
  }

  private void addRefusal(JsonNode owner) {
    JsonNode node = owner.path("refusal");
    if (node.isTextual()) {
      refusal.append(node.textValue());
    } else if (!node.isMissingNode() && !node.isNull()) {
      readable = false;
    }
  }

  /** Adds a text, a part or a list of parts to {@code to}, unless a part says where it belongs. */
  private void add(JsonNode node, StringBuilder to, int depth) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (node.isTextual()) {
      to.append(node.textValue());
    } else if (node.isArray() && depth < MAX_DEPTH) {
      for (JsonNode part : node) {
        add(part, to, depth + 1);
      }
    } else if (node.isObject() && depth < MAX_DEPTH) {
      addPart(node, to, depth + 1);
    } else {
      readable = false;
    }
  }

  private void addPart(JsonNode part, StringBuilder to, int depth) {
    String type = part.path("type").asText("");
    if (REASONING_PARTS.contains(type) || part.path("thought").asBoolean(false)) {
      addThought(part, depth);
    } else if (TOOL_PARTS.contains(type)) {
      callsTool = true;
    } else if (type.equals("refusal")) {
      addRefusal(part);
    } else {
      for (String name : INNER) {
        if (part.has(name)) {
          add(part.path(name), to, depth);
          return;
        }
      }
      // A part of another kind, such as an image, is no text; something without a kind is nothing.
      readable &= !type.isEmpty();
    }
  }

  private void addThought(JsonNode node, int depth) {
    if (node.isTextual()) {
      if (!reasoning.isEmpty() && !node.textValue().isEmpty()) {
        reasoning.append('\n');
      }
      reasoning.append(node.textValue());
    } else if (node.isArray() && depth < MAX_DEPTH) {
      node.forEach(part -> addThought(part, depth + 1));
    } else if (node.isObject() && depth < MAX_DEPTH) {
      for (String name :
          List.of("text", "thinking", "reasoning", "content", "summary", "parts", "value")) {
        if (node.has(name)) {
          addThought(node.path(name), depth + 1);
        }
      }
    }
  }
}
