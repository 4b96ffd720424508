package org.caco.transforms.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The YAML at the head of a card, which loaders and the Hub read. */
final class CardHead {
  /** Ids of licences that the Hub knows, of those that data sets have. */
  private static final Set<String> LICENSES =
      Set.of(
          "afl-3.0",
          "apache-2.0",
          "bsd-2-clause",
          "bsd-3-clause",
          "cc",
          "cc-by-2.0",
          "cc-by-3.0",
          "cc-by-4.0",
          "cc-by-nc-2.0",
          "cc-by-nc-3.0",
          "cc-by-nc-4.0",
          "cc-by-nc-nd-4.0",
          "cc-by-nc-sa-3.0",
          "cc-by-nc-sa-4.0",
          "cc-by-nd-4.0",
          "cc-by-sa-3.0",
          "cc-by-sa-4.0",
          "cc0-1.0",
          "cdla-permissive-1.0",
          "cdla-permissive-2.0",
          "cdla-sharing-1.0",
          "gpl-3.0",
          "lgpl-3.0",
          "llama2",
          "llama3",
          "llama3.1",
          "mit",
          "mpl-2.0",
          "odbl",
          "odc-by",
          "openrail",
          "pddl",
          "unlicense");

  private static final List<String> SIZES =
      List.of(
          "n<1K",
          "1K<n<10K",
          "10K<n<100K",
          "100K<n<1M",
          "1M<n<10M",
          "10M<n<100M",
          "100M<n<1B",
          "1B<n<10B");

  private CardHead() {}

  static String of(DatasetCard card) {
    ObjectNode head = Json.object();
    head.putArray("language").add("en");
    license(card.facts().path("licenses"), head);
    head.put("pretty_name", DatasetCard.TITLE);
    ArrayNode tags = head.putArray("tags");
    List.of("synthetic", "math", "reasoning", "code", "verifiable-rewards", "caco")
        .forEach(tags::add);
    if (card.isToy()) {
      tags.add("toy-data");
    }
    head.putArray("size_categories").add(size(card.facts().path("rows").asLong()));
    head.putArray("task_categories").add("text-generation").add("reinforcement-learning");
    head.putArray("annotations_creators").add("machine-generated");
    ArrayNode configurations = head.putArray("configs");
    for (Table table : card.filled()) {
      ObjectNode configuration =
          configurations.addObject().put("config_name", table.configuration());
      if (table == Table.DEFAULT) {
        configuration.put("default", true);
      }
      ArrayNode files = configuration.putArray("data_files");
      for (String split : card.splits(table)) {
        files
            .addObject()
            .put("split", split)
            .put("path", card.parquet() ? table.files(split) : lines(table));
      }
    }
    return yaml(head);
  }

  /** The pattern of a table's JSON Lines, of those that are as they come from the graph. */
  private static String lines(Table table) {
    return switch (table) {
      case REJECTED -> "rejected/part-*.jsonl";
      case CODEGEN -> "codegen/part-*.jsonl";
      case INSTANCES, TASKS, PREFERENCES, STEPS -> table.configuration() + "/part-*.jsonl";
      default -> "dataset/part-*.jsonl";
    };
  }

  /** That of all rows' seeds; where they have several, or rows lack it, the text lists them. */
  static void license(JsonNode licenses, ObjectNode head) {
    TreeSet<String> ids = new TreeSet<>();
    boolean unknown = licenses.isEmpty();
    for (Map.Entry<String, JsonNode> license : licenses.properties()) {
      String id = license.getKey().strip().toLowerCase(Locale.ROOT).replace(' ', '-');
      unknown |= !LICENSES.contains(id);
      ids.add(id);
    }
    if (ids.size() == 1 && !unknown) {
      head.put("license", ids.first());
    } else if (ids.stream().allMatch(String::isEmpty)) {
      head.put("license", "unknown");
    } else {
      head.put("license", "other")
          .put("license_name", "licences-of-the-seeds")
          .put("license_link", "README.md");
    }
  }

  private static String size(long rows) {
    int size = 0;
    for (long bound = 1_000; rows >= bound && size < SIZES.size() - 1; bound *= 10) {
      size++;
    }
    return SIZES.get(size);
  }

  private static String yaml(ObjectNode head) {
    YAMLFactory yaml =
        YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    try {
      return new ObjectMapper(yaml).writeValueAsString(head);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }
}
