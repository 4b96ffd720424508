package org.caco.transforms.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caco.transforms.program.PythonDict;

/**
 * What the values of one input have beside them.
 *
 * @param lengths of its lists, texts and the like
 * @param scalars its numbers and texts, also those in lists and dicts
 */
record Surroundings(List<Integer> lengths, List<JsonNode> scalars) {
  /** Those of a value that stands alone. */
  static final Surroundings NONE = new Surroundings(List.of(), List.of());

  static Surroundings of(List<JsonNode> values) {
    Surroundings found = new Surroundings(new ArrayList<>(), new ArrayList<>());
    values.forEach(found::add);
    return found;
  }

  private void add(JsonNode value) {
    if (value.isTextual()) {
      lengths.add(value.textValue().length());
      scalars.add(value);
    } else if (value.isNumber()) {
      scalars.add(value);
    } else if (PythonDict.isTagged(value)) {
      JsonNode content = value.iterator().next();
      if (content.isArray()) {
        add(content);
      }
    } else if (value.isContainerNode()) {
      lengths.add(value.size());
      value.forEach(this::add);
    }
  }

  /** A number or text of the input that is of the type of {@code value}; or that itself. */
  JsonNode like(JsonNode value, Random random) {
    JsonNodeType type = value.getNodeType();
    List<JsonNode> alike =
        scalars.stream()
            .filter(
                other ->
                    other.getNodeType() == type
                        && other.isIntegralNumber() == value.isIntegralNumber())
            .toList();
    return alike.isEmpty() ? value : alike.get(random.nextInt(alike.size()));
  }
}
