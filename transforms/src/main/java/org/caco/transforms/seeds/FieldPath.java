package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.caco.text.LowerCase;

/** A way into a row: the name of a column, and names and places of what is in it. */
final class FieldPath implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MAX_STEPS = 50;

  private final String text;
  // Each the name of a field, or a place as [n].
  private final List<String> steps;

  private FieldPath(String text, List<String> steps) {
    this.text = text;
    this.steps = steps;
  }

  /**
   * The path in a text such as {@code a.b[0].c}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FieldPath of(String text) {
    List<String> steps = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      int bracket = part.indexOf('[');
      String name = bracket < 0 ? part : part.substring(0, bracket);
      if (name.isEmpty()) {
        throw new IllegalArgumentException("'" + text + "' has no name before a dot or bracket");
      }
      steps.add(name);
      for (int at = bracket; at >= 0 && at < part.length(); ) {
        int end = part.indexOf(']', at);
        if (part.charAt(at) != '[' || end < 0 || !isPlace(part.substring(at + 1, end))) {
          throw new IllegalArgumentException(
              "'" + text + "' has a bracket that is not [NUMBER], as in choices[0].text");
        }
        steps.add(part.substring(at, end + 1));
        at = end + 1;
      }
    }
    if (steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException("'" + text + "' has more than " + MAX_STEPS + " steps");
    }
    return new FieldPath(text, steps);
  }

  private static boolean isPlace(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    return !digits.isEmpty()
        && digits.length() < 10
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** What it leads to; a missing node where that is null, or the way is not there. */
  JsonNode in(Row row) {
    JsonNode whole = row.get(Row.key(text));
    if (!whole.isMissingNode()) {
      return whole;
    }
    JsonNode at = row.get(Row.key(steps.get(0)));
    for (String step : steps.subList(1, steps.size())) {
      JsonNode from = at.isTextual() ? JsonText.nested(at.textValue()).orElse(at) : at;
      at = step.startsWith("[") ? element(from, step) : field(from, step);
    }
    return at.isNull() ? MissingNode.getInstance() : at;
  }

  private static JsonNode element(JsonNode list, String place) {
    int index = Integer.parseInt(place.substring(1, place.length() - 1));
    return list.isArray() ? list.path(index < 0 ? list.size() + index : index) : list.path("");
  }

  private static JsonNode field(JsonNode object, String name) {
    JsonNode exact = object.path(name);
    if (!exact.isMissingNode()) {
      return exact;
    }
    String lower = LowerCase.of(name);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String other = names.next();
      if (LowerCase.of(other).equals(lower)) {
        return object.path(other);
      }
    }
    return MissingNode.getInstance();
  }

  @Override
  public String toString() {
    return text;
  }
}
