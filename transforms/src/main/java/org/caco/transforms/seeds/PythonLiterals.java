package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON as literals of Python, where tests call functions. */
final class PythonLiterals {
  private PythonLiterals() {}

  /**
   * The arguments of a call: a list of them, or a text with one on each line as JSON.
   *
   * @param input as the data set has it
   */
  static String arguments(JsonNode input) {
    List<String> arguments = new ArrayList<>();
    if (input.isArray()) {
      input.forEach(argument -> arguments.add(of(argument)));
    } else if (input.isTextual()) {
      input
          .textValue()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> arguments.add(ofJson(line.strip())));
    } else {
      arguments.add(of(input));
    }
    return String.join(", ", arguments);
  }

  /** The value of a call: a list of one holds it, a text is its JSON. */
  static String result(JsonNode output) {
    if (output.isArray() && output.size() == 1) {
      return of(output.get(0));
    }
    return output.isTextual() ? ofJson(output.textValue().strip()) : of(output);
  }

  private static String ofJson(String json) {
    return switch (json) {
      case "true" -> "True";
      case "false" -> "False";
      case "null" -> "None";
      default -> JsonText.nested(json).map(PythonLiterals::of).orElse(json);
    };
  }

  private static String of(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(of(element)));
      return "[" + String.join(", ", elements) + "]";
    } else if (value.isObject()) {
      List<String> entries = new ArrayList<>();
      value
          .fields()
          .forEachRemaining(
              entry -> entries.add(quoted(entry.getKey()) + ": " + of(entry.getValue())));
      return "{" + String.join(", ", entries) + "}";
    } else if (value.isTextual()) {
      return quoted(Row.text("test", value));
    } else if (value.isBoolean()) {
      return value.booleanValue() ? "True" : "False";
    }
    return value.isNull() ? "None" : value.asText();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '\'' -> quoted.append("\\'");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }
}
