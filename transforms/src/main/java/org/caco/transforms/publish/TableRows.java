package org.caco.transforms.publish;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What rows of JSON Lines are in each table. */
final class TableRows {
  /**
   * Where a prompt says that the final answer belongs: both TRL's accuracy reward and verl's scorer
   * look for it there.
   */
  static final String BOXED = "Put your final answer within \\boxed{}.";

  /** verl's name of the scorer that compares what is boxed, as text. */
  static final String SCORER = "lighteval/MATH";

  private TableRows() {}

  /** The tables that a row of the dataset is in, with what it is there. */
  static Map<Table, ObjectNode> ofDataset(JsonNode row, String split) {
    Map<Table, ObjectNode> rows = new TreeMap<>();
    rows.put(Table.DEFAULT, chat(row));
    rows.put(Table.RL, prompt(row, split));
    rows.put(Table.TESTS, copy(row, "id", "instruction", "code", "tests"));
    rows.put(Table.LINEAGE, lineage(row));
    return rows;
  }

  /** A further problem of a row. */
  static ObjectNode instance(JsonNode row, String split) {
    ObjectNode table = row.deepCopy();
    table
        .putObject("extra_info")
        .put("split", split)
        .put("index", row.path("index").asLong())
        .put("id", row.path("id").asText());
    return table;
  }

  /**
   * A rejection. Folders of this machine are nobody's business: of the file its name is left, and
   * the record does not say it again.
   */
  static ObjectNode rejected(JsonNode row) {
    ObjectNode table = copy(row, "step", "reason", "evidence", "line", "record", "calls");
    String file = row.path("file").asText();
    table.put("file", file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
    ObjectNode seed = (ObjectNode) table.at("/record").get("seed");
    if (seed != null) {
      seed.remove("location");
    }
    if (table.at("/record/sample/seed") instanceof ObjectNode sampled) {
      sampled.remove("location");
    }
    return table;
  }

  private static ObjectNode chat(JsonNode row) {
    ObjectNode table =
        copy(
            row,
            "id",
            "instruction",
            "output",
            "answer",
            "code",
            "pass_rate",
            "pass_count",
            "samples",
            "truncated");
    table
        .putArray("messages")
        .add(turn("user", row.path("instruction").asText()))
        .add(turn("assistant", row.path("output").asText()));
    table.put("reasoning", row.path("reasoning").asText());
    if (row.path("samples").asInt() > 1) {
      table.put("difficulty", 1 - row.path("pass_rate").asDouble());
    }
    table.put("model", solver(row));
    table.put("source", joined(row, "data_set"));
    table.put("license", joined(row, "license"));
    table.put("toy", row.path("lineage").path("toy").asBoolean());
    return table;
  }

  private static ObjectNode prompt(JsonNode row, String split) {
    ObjectNode table = copy(row, "id", "answer", "pass_rate", "pass_count", "samples");
    String answer = row.path("answer").asText();
    table.putArray("prompt").add(turn("user", prompt(row)));
    table.put("solution", "\\boxed{" + answer + "}");
    table.put("data_source", SCORER);
    table.put("ability", "math");
    table.putObject("reward_model").put("style", "rule").put("ground_truth", answer);
    table
        .putObject("extra_info")
        .put("split", split)
        .put("index", row.path("lineage").path("position").asLong())
        .put("id", row.path("id").asText());
    table.put("model", solver(row));
    table.put("toy", row.path("lineage").path("toy").asBoolean());
    return table;
  }

  /** What {@code rl} asks a model. */
  static String prompt(JsonNode row) {
    return Table.prompt(row.path("instruction").asText());
  }

  private static ObjectNode lineage(JsonNode row) {
    JsonNode lineage = row.path("lineage");
    ObjectNode table = copy(lineage, "position", "seeds", "examples", "toy");
    table.set("id", row.path("id"));
    TreeSet<String> models = new TreeSet<>();
    lineage.path("calls").forEach(call -> models.add(call.path("model").asText()));
    models.forEach(table.putArray("models")::add);
    table.put("lineage", Json.line(lineage));
    return table;
  }

  /** The model that wrote the first solution that agrees; empty where the lineage has none. */
  static String solver(JsonNode row) {
    JsonNode lineage = row.path("lineage");
    for (JsonNode solution : lineage.path("solutions")) {
      if (solution.path("agrees").asBoolean()) {
        String request = solution.path("request_hash").asText();
        for (JsonNode call : lineage.path("calls")) {
          if (call.path("request_hash").asText().equals(request)) {
            return call.path("model").asText();
          }
        }
      }
    }
    return "";
  }

  private static String joined(JsonNode row, String field) {
    return origins(row, field).stream().collect(joining(", "));
  }

  /** What the row's origins have in this field, each once, but for what is empty. */
  static Set<String> origins(JsonNode row, String field) {
    Set<String> values = new TreeSet<>();
    StreamSupport.stream(row.path("lineage").path("origins").spliterator(), false)
        .map(origin -> origin.path(field).asText())
        .filter(value -> !value.isEmpty())
        .forEach(values::add);
    return values;
  }

  private static ObjectNode turn(String role, String content) {
    return Json.object().put("role", role).put("content", content);
  }

  private static ObjectNode copy(JsonNode row, String... fields) {
    ObjectNode copy = Json.object();
    for (String field : fields) {
      if (row.has(field)) {
        copy.set(field, row.get(field));
      }
    }
    return copy;
  }
}
