package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An object of a request, whose fields are named in full in what is said of them. */
final class Fields {
  /** The most that one request may ask for. */
  static final int MAX_ITEMS = 1024;

  private static final String ITEMS = "items";

  private final JsonNode object;
  private final String prefix;

  private Fields(JsonNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /**
   * The request's object.
   *
   * @throws RefusedException if there is none
   */
  static Fields of(byte[] body) {
    JsonNode tree;
    try {
      tree = Json.tree(body);
    } catch (IOException e) {
      throw RefusedException.of(400, "the request is no JSON: " + firstLine(e));
    }
    if (!tree.isObject()) {
      throw RefusedException.of(400, "the request is not a JSON object");
    }
    return new Fields(tree, "");
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return message.substring(0, Math.min(200, end < 0 ? message.length() : end));
  }

  /** Whether it is a list of things to do in its {@code items}, and not one itself. */
  boolean isMany() {
    return object.has(ITEMS);
  }

  /** The things that it asks for: those in {@code items}, or it alone. */
  List<Fields> items() {
    return isMany() ? list(ITEMS) : List.of(this);
  }

  /** The objects of a list. */
  List<Fields> list(String name) {
    JsonNode array = object.path(name);
    if (!array.isArray()) {
      throw wrong(name, "has to be a list");
    }
    if (array.isEmpty() || array.size() > MAX_ITEMS) {
      throw wrong(name, "has " + array.size() + " items, where 1 to " + MAX_ITEMS + " may be");
    }
    List<Fields> items = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      String at = prefix + name + "[" + items.size() + "]";
      if (!item.isObject()) {
        throw RefusedException.field(at, "is not a JSON object");
      }
      items.add(new Fields(item, at + "."));
    }
    return items;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** The node of a field, which is missing where the field is. */
  JsonNode node(String name) {
    return object.path(name);
  }

  /** A text, or a number as it is written. */
  String text(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      throw wrong(name, "is missing");
    }
    if (value.isNull() || value.isContainerNode()) {
      throw wrong(
          name,
          "is a JSON "
              + value.getNodeType().name().toLowerCase(Locale.ROOT)
              + " where a text is expected");
    }
    return value.asText();
  }

  /** A text that may be missing or null. */
  Optional<String> optional(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A number that may be missing or null. */
  double number(String name, double otherwise) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw wrong(name, "has to be a number");
    }
    return value.doubleValue();
  }

  RefusedException wrong(String name, String problem) {
    return RefusedException.field(prefix + name, problem);
  }

  /** The full name of a field. */
  String name(String name) {
    return prefix + name;
  }
}
