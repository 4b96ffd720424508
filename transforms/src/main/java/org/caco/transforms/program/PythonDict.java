package org.caco.transforms.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Python dict in the encoding that the README describes: an object, or {@code {"$dict": [[key,
 * value], ...]}}.
 */
public final class PythonDict {
  private final boolean tagged;
  private final List<JsonNode> keys;
  private final List<JsonNode> values;

  private PythonDict(boolean tagged, List<JsonNode> keys, List<JsonNode> values) {
    this.tagged = tagged;
    this.keys = keys;
    this.values = values;
  }

  /** The dict that {@code value} encodes; empty where it encodes anything else. */
  public static Optional<PythonDict> of(JsonNode value) {
    List<JsonNode> keys = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    if (!value.isObject()) {
      return Optional.empty();
    }
    if (!isTagged(value)) {
      for (var entry : value.properties()) {
        keys.add(JsonNodeFactory.instance.textNode(entry.getKey()));
        values.add(entry.getValue());
      }
      return Optional.of(new PythonDict(false, keys, values));
    }
    if (!value.has("$dict")) {
      return Optional.empty();
    }
    for (JsonNode pair : value.get("$dict")) {
      keys.add(pair.path(0));
      values.add(pair.path(1));
    }
    return Optional.of(new PythonDict(true, keys, values));
  }

  /** Whether {@code value} is of a type that JSON lacks, written as {@code {"$type": ...}}. */
  public static boolean isTagged(JsonNode value) {
    return value.isObject() && !value.isEmpty() && value.fieldNames().next().startsWith("$");
  }

  /** How many entries it has. */
  public int size() {
    return keys.size();
  }

  /** The key at {@code index} as text; for a key that is no text, its JSON. */
  public String name(int index) {
    JsonNode key = keys.get(index);
    return key.isValueNode() ? key.asText() : key.toString();
  }

  /** All keys, as {@link #name} gives them. */
  public List<String> names() {
    return IntStream.range(0, size()).mapToObj(this::name).toList();
  }

  /** All values. */
  public List<JsonNode> values() {
    return List.copyOf(values);
  }

  /** The value at {@code index}. */
  public JsonNode value(int index) {
    return values.get(index);
  }

  /** The same dict with another value at {@code index}. */
  public PythonDict with(int index, JsonNode value) {
    List<JsonNode> changed = new ArrayList<>(values);
    changed.set(index, value);
    return new PythonDict(tagged, keys, changed);
  }

  /** The dict's encoding. */
  public JsonNode toJson() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (!tagged) {
      for (int i = 0; i < keys.size(); i++) {
        object.set(keys.get(i).textValue(), values.get(i));
      }
      return object;
    }
    ArrayNode pairs = object.putArray("$dict");
    for (int i = 0; i < keys.size(); i++) {
      pairs.addArray().add(keys.get(i)).add(values.get(i));
    }
    return object;
  }
}
