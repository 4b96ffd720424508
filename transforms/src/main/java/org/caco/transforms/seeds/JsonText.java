package org.caco.transforms.seeds;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.caco.transforms.step.RejectedException;

/**
 * Reads JSON as data sets hold it. Numbers stay as they are written, so that 1.10 is not 1.1;
 * {@code NaN} and the infinities, which Python writes for what is not there, are null; a key that
 * comes twice in an object is refused.
 */
final class JsonText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Lines have a limit of their own. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonText() {}

  /**
   * The value in {@code text}.
   *
   * @throws RejectedException with reason {@code invalid_json}
   */
  static JsonNode read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
      parser.nextToken();
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more after the value", parser);
      }
      return value;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new RejectedException("invalid_json", e.getOriginalMessage() + place);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory was read", e);
    }
  }

  /** The array or object in a text that holds JSON; empty where it holds none. */
  static Optional<JsonNode> nested(String text) {
    String json = text.strip();
    if (!json.startsWith("{") && !json.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(json));
    } catch (RejectedException e) {
      return Optional.empty();
    }
  }

  /** The value that begins at the parser's token. Values are nested at most 1,000 deep. */
  private static JsonNode value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw invalid("there is no value", parser);
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw invalid("the text breaks off", parser);
    };
  }

  private static JsonNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (object.replace(name, value(parser)) != null) {
        throw invalid("Duplicate field '" + name + "'", parser);
      }
    }
    return object;
  }

  private static JsonNode number(String written) {
    return Character.isLetter(written.charAt(written.length() - 1))
        ? NODES.nullNode()
        : new WrittenNumber(written);
  }

  private static RejectedException invalid(String why, JsonParser parser) {
    return new RejectedException(
        "invalid_json", why + " at column " + parser.currentLocation().getColumnNr());
  }

  /** A number as it is written. */
  private static final class WrittenNumber extends TextNode {
    private static final long serialVersionUID = 1L;

    WrittenNumber(String written) {
      super(written);
    }

    @Override
    public JsonNodeType getNodeType() {
      return JsonNodeType.NUMBER;
    }
  }
}
