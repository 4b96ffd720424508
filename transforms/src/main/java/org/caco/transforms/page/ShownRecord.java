package org.caco.transforms.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caco.text.Printable;

/**
 * What the page shows of a row, a sample or a rejection: the same fields for all three, as far as
 * there are any. Every text is cut to a length, and characters that nobody sees are replaced. No
 * folders: of a file its name is left.
 */
final class ShownRecord {
  private static final int MAX_TEXT = 4_000;
  private static final int MAX_VALUE = 800;
  private static final int MAX_NAME = 200;
  private static final int MAX_SOLUTION = 1_500;
  private static final int MAX_TESTS = 5;
  private static final int MAX_LISTED = 10;

  private final ObjectNode shown = JsonNodeFactory.instance.objectNode();

  private ShownRecord() {}

  /** Of a row of the dataset, as {@link org.caco.transforms.export.DatasetRow} writes it. */
  static ObjectNode ofRow(JsonNode row) {
    ShownRecord record = new ShownRecord();
    JsonNode lineage = row.path("lineage");
    record.put("id", row.path("id"), MAX_NAME);
    record.put("problem", row.path("instruction"), MAX_TEXT);
    record.put("solution", row.path("output"), MAX_TEXT);
    record.put("answer", row.path("answer"), MAX_VALUE);
    record.put("code", row.path("code"), MAX_TEXT);
    record.shown.put("agree", row.path("pass_count").asLong());
    record.shown.put("samples", row.path("samples").asLong());
    record.shown.put("original", lineage.path("original").asBoolean());
    record.execution(lineage.path("execution"), row.path("tests"), "answer");
    record.lineage(
        lineage.path("position"),
        lineage.path("seeds"),
        lineage.path("examples"),
        lineage.path("origins"));
    record.solutions(lineage.path("solutions"));
    record.verdicts(lineage.path("verdicts"));
    record.calls(lineage.path("calls"));
    return record.shown;
  }

  /** Of a sample, as {@link org.caco.transforms.export.SampleRow} writes it. */
  static ObjectNode ofSample(JsonNode sample) {
    ShownRecord record = new ShownRecord();
    record.sample(sample);
    return record.shown;
  }

  /** Of a rejection, as {@link org.caco.transforms.export.RejectionRow} writes it. */
  static ObjectNode ofRejection(JsonNode row) {
    ShownRecord record = new ShownRecord();
    record.put("evidence", row.path("evidence"), MAX_TEXT);
    String file = row.path("file").asText();
    if (!file.isEmpty()) {
      record.shown.put("file", cut(file.substring(lastSeparator(file) + 1), MAX_NAME));
      record.shown.put("line", row.path("line").asLong());
    }
    JsonNode content = row.path("record");
    record.put("text", content.path("line"), MAX_TEXT);
    record.put("seed", content.at("/seed/problem"), MAX_TEXT);
    record.put("seed_solution", content.at("/seed/solution"), MAX_TEXT);
    record.sample(content.path("sample"));
    record.calls(row.path("calls"));
    return record.shown;
  }

  private void sample(JsonNode sample) {
    put("id", sample.path("id"), MAX_NAME);
    put("seed", sample.at("/seed/problem"), MAX_TEXT);
    put("problem", sample.at("/problem/text"), MAX_TEXT);
    put("answer", sample.at("/execution/output_text"), MAX_VALUE);
    put("code", sample.at("/program/code"), MAX_TEXT);
    JsonNode execution = sample.path("execution");
    execution(execution, execution.path("tests"), "output_text");
    lineage(
        sample.path("position"),
        sample.at("/program/seed_ids"),
        sample.at("/program/example_ids"),
        sample.at("/program/origins"));
    solutions(sample.path("solutions"));
    verdicts(sample.path("verdicts"));
  }

  private void execution(JsonNode execution, JsonNode tests, String text) {
    put("input", execution.path("input"), MAX_VALUE);
    put("result", execution.path("output"), MAX_VALUE);
    put("error", execution.path("error"), MAX_VALUE);
    put("isolation", execution.path("isolation"), MAX_NAME);
    if (tests.isEmpty()) {
      return;
    }
    shown.put("tests_in_all", tests.size());
    ArrayNode list = shown.putArray("tests");
    for (JsonNode test : tests) {
      if (list.size() == MAX_TESTS) {
        break;
      }
      list.addObject()
          .put("input", cut(test.path("input").asText(), MAX_VALUE))
          .put("answer", cut(test.path(text).asText(), MAX_VALUE));
    }
  }

  private void lineage(JsonNode position, JsonNode seeds, JsonNode examples, JsonNode origins) {
    if (position.asLong() > 0) {
      shown.put("position", position.asLong());
    }
    names("seeds", seeds);
    names("examples", examples);
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (JsonNode origin : origins) {
      if (list.size() < MAX_LISTED) {
        ObjectNode from = list.addObject();
        for (String field : new String[] {"data_set", "split", "row", "license", "domain"}) {
          if (!origin.path(field).asText().isEmpty()) {
            from.put(field, cut(origin.path(field).asText(), MAX_NAME));
          }
        }
      }
    }
    if (!list.isEmpty()) {
      shown.set("origins", list);
    }
  }

  private void names(String field, JsonNode names) {
    if (names.isEmpty()) {
      return;
    }
    ArrayNode list = shown.putArray(field);
    for (JsonNode name : names) {
      if (list.size() < MAX_LISTED) {
        list.add(cut(name.asText(), MAX_NAME));
      }
    }
  }

  private void solutions(JsonNode solutions) {
    if (solutions.isEmpty()) {
      return;
    }
    ArrayNode list = shown.putArray("solutions");
    for (JsonNode solution : solutions) {
      if (list.size() < MAX_LISTED) {
        ObjectNode one = list.addObject();
        one.put("answer", cut(solution.path("answer").asText(), MAX_VALUE))
            .put("agrees", solution.path("agrees").asBoolean())
            .put("reason", cut(solution.path("reason").asText(), MAX_NAME));
        // A row has the text of the one that it is about as its output.
        if (solution.has("text") && list.size() <= 2) {
          one.put("text", cut(solution.path("text").asText(), MAX_SOLUTION));
        }
      }
    }
  }

  private void verdicts(JsonNode verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    ArrayNode list = shown.putArray("verdicts");
    for (JsonNode verdict : verdicts) {
      if (list.size() < 2 * MAX_LISTED) {
        list.addObject()
            .put("step", cut(verdict.path("step").asText(), MAX_NAME))
            .put("reason", cut(verdict.path("reason").asText(), MAX_NAME));
      }
    }
  }

  private void calls(JsonNode calls) {
    if (calls.isEmpty()) {
      return;
    }
    ArrayNode list = shown.putArray("calls");
    for (JsonNode call : calls) {
      if (list.size() < MAX_LISTED) {
        list.addObject()
            .put("role", cut(call.path("role").asText(), MAX_NAME))
            .put("model", cut(call.path("model").asText(), MAX_NAME))
            .put("input_tokens", call.path("input_tokens").asLong())
            .put("output_tokens", call.path("output_tokens").asLong())
            .put("finish_reason", cut(call.path("finish_reason").asText(), MAX_NAME))
            .put("prompt_hash", cut(call.path("prompt_hash").asText(), MAX_NAME))
            .put("parameters", cut(call.path("parameters").asText(), MAX_NAME));
      }
    }
  }

  private void put(String field, JsonNode value, int max) {
    String text = value.isTextual() ? value.asText() : "";
    if (!text.isEmpty()) {
      shown.put(field, cut(text, max));
    }
  }

  /** The text, or its beginning and how much there was. */
  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return Printable.of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return Printable.of(text.substring(0, end)) + " [cut: " + text.length() + " characters]";
  }

  private static int lastSeparator(String file) {
    return Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  }
}
