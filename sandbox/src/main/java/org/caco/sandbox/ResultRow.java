package org.caco.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result as a line of a JSONL file. */
final class ResultRow {
  private ResultRow() {}

  /** One line, without its end. */
  static String json(JsonNode id, SandboxResult result) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
      // Lone surrogates have no UTF-8: all but ASCII is escaped.
      json.setHighestNonEscapedChar(127);
      json.writeStartObject();
      json.writeFieldName("id");
      json.writeTree(id);
      json.writeStringField("verdict", result.verdict().label());
      raw(json, "input", result.input());
      raw(json, "output", result.output());
      json.writeStringField("output_text", result.outputText());
      json.writeStringField("error", result.error());
      json.writeNumberField("cpu_ms", result.cpuMs());
      json.writeNumberField("wall_ms", result.wallMs());
      json.writeStringField("isolation", result.isolation());
      facts(json, result.facts());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** What came from a child as JSON was checked to be one value, and is ASCII. */
  private static void raw(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(value == null ? "null" : value);
  }

  private static void facts(JsonGenerator json, Facts facts) throws IOException {
    json.writeObjectFieldStart("facts");
    json.writeNumberField("code_lines", facts.codeLines());
    strings(json, "imports", facts.imports());
    strings(json, "names", facts.names());
    strings(json, "input_keys", facts.inputKeys());
    strings(json, "input_keys_read", facts.inputKeysRead());
    json.writeBooleanField("uses_randomness", facts.usesRandomness());
    json.writeBooleanField("uses_time", facts.usesTime());
    json.writeBooleanField("uses_hash_order", facts.usesHashOrder());
    json.writeStringField("fingerprint", facts.fingerprint());
    json.writeBooleanField("output_from_input", facts.outputFromInput());
    json.writeNumberField("operations", facts.operations());
    strings(json, "unused_functions", facts.unusedFunctions());
    json.writeNumberField("prints", facts.prints());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
