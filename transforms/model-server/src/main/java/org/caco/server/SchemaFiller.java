package org.caco.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.caco.server.embedded.ChatMessage;

/**
 * Puts a reply into the form that a {@code response_format} asks for: the reply itself where it has
 * that form, else an object of that form with the reply as each of its texts. Where a message asks
 * for it in words, as Data Designer's do, the object stands in a fence.
 */
final class SchemaFiller {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String SCHEMA_BEGIN = "<response_schema>";
  private static final String SCHEMA_END = "</response_schema>";

  /** A schema that is nested deeper is no schema that anybody means. */
  private static final int MAX_DEPTH = 16;

  private final JsonNode root;
  private final String reply;

  private SchemaFiller(JsonNode root, String reply) {
    this.root = root;
    this.reply = reply;
  }

  /**
   * The reply in a request's form.
   *
   * @throws ApiException if there is no such form
   */
  static String inForm(JsonNode format, List<ChatMessage> messages, String reply) {
    String type = format.path("type").asText("text");
    return switch (type) {
      case "text" -> inFormOf(messages, reply);
      case "json_object" ->
          isObject(reply) ? reply : NODES.objectNode().put("text", reply).toString();
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema").path("schema");
        if (!schema.isObject()) {
          throw new ApiException(
              400, "bad_response_format", "response_format.json_schema.schema must be an object");
        }
        yield filled(schema, reply);
      }
      default ->
          throw new ApiException(400, "bad_response_format", "There is no response_format " + type);
    };
  }

  private static String filled(JsonNode schema, String reply) {
    return fits(schema, reply) ? reply : new SchemaFiller(schema, reply).fill(schema, 0).toString();
  }

  /** In that of the schema between tags in the last message that has one. */
  private static String inFormOf(List<ChatMessage> messages, String reply) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      String content = messages.get(i).content();
      int begin = content.lastIndexOf(SCHEMA_BEGIN);
      int end = content.indexOf(SCHEMA_END, Math.max(0, begin));
      if (begin >= 0 && end > begin) {
        return inFormOf(content.substring(begin + SCHEMA_BEGIN.length(), end), reply);
      }
    }
    return reply;
  }

  private static String inFormOf(String text, String reply) {
    try {
      JsonNode schema = Json.MAPPER.readTree(text);
      return schema.isObject() ? "```json\n" + filled(schema, reply) + "\n```" : reply;
    } catch (JsonProcessingException e) {
      return reply;
    }
  }

  private static boolean isObject(String reply) {
    try {
      return Json.MAPPER.readTree(reply).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether it has all the keys that are required. */
  private static boolean fits(JsonNode schema, String reply) {
    try {
      JsonNode object = Json.MAPPER.readTree(reply);
      for (JsonNode key : schema.path("required")) {
        if (!object.has(key.asText())) {
          return false;
        }
      }
      return object.isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private JsonNode fill(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH) {
      return NullNode.instance;
    }
    if (schema.has("$ref")) {
      String path = schema.get("$ref").asText();
      JsonNode target = path.startsWith("#/") ? root.at(path.substring(1)) : root;
      return fill(target, depth + 1);
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").has(0)) {
      return schema.get("enum").get(0);
    }
    for (String several : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.path(several).has(0)) {
        return fill(schema.get(several).get(0), depth + 1);
      }
    }
    return typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode type =
        schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
    return switch (type.asText(schema.has("properties") ? "object" : "string")) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> LongNode.valueOf(schema.path("minimum").asLong(1));
      case "number" -> DecimalNode.valueOf(schema.path("minimum").decimalValue());
      case "boolean" -> BooleanNode.TRUE;
      case "null" -> NullNode.instance;
      default -> TextNode.valueOf(reply);
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property -> object.set(property.getKey(), fill(property.getValue(), depth + 1)));
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    int items = Math.min(64, Math.max(1, schema.path("minItems").asInt(1)));
    for (int i = 0; i < items; i++) {
      array.add(fill(schema.path("items"), depth + 1));
    }
    return array;
  }
}
