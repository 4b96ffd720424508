package org.caco.transforms.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/** Strict JSON on one line, its keys in the order in which they were set. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String line(JsonNode node) {
    try {
      return escapeLoneSurrogates(MAPPER.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  /** The canonical JSON form of a protobuf message, with the field names of its definition. */
  static String line(MessageOrBuilder message) {
    try {
      return escapeLoneSurrogates(PRINTER.print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("only messages of type Any can fail to be printed", e);
    }
  }

  static JsonNode tree(MessageOrBuilder message) {
    try {
      return MAPPER.readTree(line(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("protobuf prints JSON", e);
    }
  }

  /** Half a character has no UTF-8 form and would silently become a question mark. */
  private static String escapeLoneSurrogates(String json) {
    StringBuilder escaped = null;
    for (int i = 0; i < json.length(); i = json.offsetByCodePoints(i, 1)) {
      int codePoint = json.codePointAt(i);
      boolean lone = Character.getType(codePoint) == Character.SURROGATE;
      if (lone) {
        if (escaped == null) {
          escaped = new StringBuilder(json.length() + 16).append(json, 0, i);
        }
        escaped.append("\\u").append(Integer.toHexString(codePoint));
      } else if (escaped != null) {
        escaped.appendCodePoint(codePoint);
      }
    }
    return escaped == null ? json : escaped.toString();
  }
}
