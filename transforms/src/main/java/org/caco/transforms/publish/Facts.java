package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.caco.hash.ContentHash;

/** What is counted of the rows of a dataset. Any order of rows and merges gives the same. */
final class Facts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> splits = new TreeMap<>();
  private final TreeMap<String, Long> passRates = new TreeMap<>();
  private final Names licenses = new Names();
  private final Names sources = new Names();
  private final Names models = new Names();
  private final Names solutions = new Names();
  private final Names agreeing = new Names();
  private long rows;
  private long toy;
  private long tested;
  private long tests;
  private long longestPrompt;
  private long longestOutput;
  private long outputCharacters;
  private String sampleOrder = "";
  private String sample = "";

  void add(JsonNode row, String split) {
    String id = row.path("id").asText();
    rows++;
    splits.merge(split, 1L, Long::sum);
    passRates.merge(
        row.path("pass_count").asInt() + "/" + row.path("samples").asInt(), 1L, Long::sum);
    toy += row.path("lineage").path("toy").asBoolean() ? 1 : 0;
    tested += row.path("tests").isEmpty() ? 0 : 1;
    tests += row.path("tests").size();
    String prompt = TableRows.prompt(row);
    longestPrompt = Math.max(longestPrompt, prompt.codePointCount(0, prompt.length()));
    String output = row.path("output").asText();
    int characters = output.codePointCount(0, output.length());
    longestOutput = Math.max(longestOutput, characters);
    outputCharacters += characters;
    addAll(licenses, TableRows.origins(row, "license"));
    addAll(sources, TableRows.origins(row, "data_set"));
    String model = TableRows.solver(row);
    models.add(model, 1);
    solutions.add(model, row.path("samples").asLong());
    agreeing.add(model, row.path("pass_count").asLong());
    String order = ContentHash.of("sample", id);
    if (sampleOrder.isEmpty() || order.compareTo(sampleOrder) < 0) {
      sampleOrder = order;
      ObjectNode shown = Json.object();
      for (String field : new String[] {"id", "instruction", "output", "answer", "code"}) {
        shown.put(field, row.path(field).asText());
      }
      shown.put("pass_count", row.path("pass_count").asInt());
      shown.put("samples", row.path("samples").asInt());
      sample = Json.line(shown);
    }
  }

  private static void addAll(Names names, Iterable<String> values) {
    int count = 0;
    for (String value : values) {
      names.add(value, 1);
      count++;
    }
    if (count == 0) {
      names.add("", 1);
    }
  }

  void merge(Facts other) {
    rows += other.rows;
    other.splits.forEach((split, count) -> splits.merge(split, count, Long::sum));
    other.passRates.forEach((rate, count) -> passRates.merge(rate, count, Long::sum));
    toy += other.toy;
    tested += other.tested;
    tests += other.tests;
    longestPrompt = Math.max(longestPrompt, other.longestPrompt);
    longestOutput = Math.max(longestOutput, other.longestOutput);
    outputCharacters += other.outputCharacters;
    licenses.merge(other.licenses);
    sources.merge(other.sources);
    models.merge(other.models);
    solutions.merge(other.solutions);
    agreeing.merge(other.agreeing);
    if (!other.sampleOrder.isEmpty()
        && (sampleOrder.isEmpty() || other.sampleOrder.compareTo(sampleOrder) < 0)) {
      sampleOrder = other.sampleOrder;
      sample = other.sample;
    }
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("rows", rows);
    put(json.putObject("splits"), splits);
    json.put("toy", toy);
    json.put("rows_with_tests", tested);
    json.put("tests", tests);
    put(json.putObject("pass_rates"), passRates);
    json.put("longest_prompt_characters", longestPrompt);
    json.put("longest_output_characters", longestOutput);
    json.put("output_characters", outputCharacters);
    licenses.put(json.putObject("licenses"));
    sources.put(json.putObject("sources"));
    models.put(json.putObject("models"));
    solutions.put(json.putObject("solutions_by_model"));
    agreeing.put(json.putObject("agreeing_by_model"));
    if (!sample.isEmpty()) {
      json.set("sample", Json.read(sample));
    }
    return json;
  }

  /** Beam wants to know when two are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Facts facts
        && sampleOrder.equals(facts.sampleOrder)
        && json().equals(facts.json());
  }

  @Override
  public int hashCode() {
    return json().hashCode();
  }

  private static void put(ObjectNode node, Map<String, Long> counts) {
    counts.forEach(node::put);
  }

  /**
   * Counts of names that others have given, who may give every row another one: those with the
   * smallest hashes are kept. What is kept in the end was kept in every part, so that its count is
   * exact.
   */
  private static final class Names implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MAX = 100;
    private static final int MAX_CHARACTERS = 200;
    private static final String OTHERS = "(others)";

    private final TreeMap<String, String> byHash = new TreeMap<>();
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long others;

    void add(String given, long count) {
      String name = given.length() <= MAX_CHARACTERS ? given : given.substring(0, MAX_CHARACTERS);
      byHash.put(ContentHash.of("name", name), name);
      counts.merge(name, count, Long::sum);
      while (byHash.size() > MAX) {
        Long dropped = counts.remove(byHash.pollLastEntry().getValue());
        others += dropped == null ? 0 : dropped;
      }
    }

    void merge(Names other) {
      other.counts.forEach(this::add);
      others += other.others;
    }

    void put(ObjectNode node) {
      counts.forEach(node::put);
      if (others > 0) {
        node.put(OTHERS, others);
      }
    }
  }
}
