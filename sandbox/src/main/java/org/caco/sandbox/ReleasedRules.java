package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rule filter of the released Caco scripts, with reads of {@code input} also taken from the
 * syntax tree. That no value has more than 10,000 digits is kept by the encoding.
 */
final class ReleasedRules {
  private static final int MIN_LINES = 6;

  private ReleasedRules() {}

  /** The first rule that a result breaks. */
  static Optional<String> broken(SandboxResult result) throws IOException {
    Facts facts = result.facts();
    if (facts.codeLines() < MIN_LINES) {
      return Optional.of(
          "too_few_lines: " + facts.codeLines() + " lines, at least " + MIN_LINES + " are needed");
    }
    JsonNode input = result.input() == null ? null : Json.MAPPER.readTree(result.input());
    if (input == null || !input.isObject() || isEmpty(input)) {
      return Optional.of("no_input: `input` is not a dict with entries");
    }
    JsonNode output = Json.MAPPER.readTree(result.output());
    if (output.isNull() || isEmpty(output)) {
      return Optional.of("no_output: `output` is " + result.output());
    }
    Set<String> unread = new LinkedHashSet<>();
    if (!isTagged(input)) {
      input.fieldNames().forEachRemaining(unread::add);
    }
    if (facts.inputKeysRead().contains("*")) {
      unread.clear();
    }
    unread.removeAll(facts.inputKeysRead());
    unread.removeAll(facts.names());
    return unread.isEmpty()
        ? Optional.empty()
        : Optional.of("input_unread: " + String.join(", ", unread));
  }

  /** A Python value that JSON lacks, written as {@code {"$type": ...}}. */
  private static boolean isTagged(JsonNode value) {
    return !value.isEmpty() && value.fieldNames().next().startsWith("$");
  }

  private static boolean isEmpty(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue().isBlank();
    }
    if (value.isObject() && isTagged(value)) {
      JsonNode content = value.elements().next();
      return content.isArray() && content.isEmpty();
    }
    return value.isContainerNode() && value.isEmpty();
  }
}
