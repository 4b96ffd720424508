package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The part of the report that counts, by benchmark, its rows and the copies of them. */
final class BenchmarkCounts {
  static final String FIELD = "benchmarks";

  private BenchmarkCounts() {}

  /** Picks the counts of all benchmarks, each with every column. */
  static void put(List<String> columns, Map<String, Long> sums, ObjectNode into) {
    SortedSet<String> benchmarks = new TreeSet<>();
    for (String column : columns) {
      String prefix = StepCounts.tally(column, "");
      sums.keySet().stream()
          .filter(key -> key.startsWith(prefix))
          .forEach(key -> benchmarks.add(key.substring(prefix.length())));
    }
    for (String benchmark : benchmarks) {
      ObjectNode counts = into.putObject(benchmark);
      for (String column : columns) {
        counts.put(column, sums.getOrDefault(StepCounts.tally(column, benchmark), 0L));
      }
    }
  }

  /**
   * The rows of a table of them, the first with the names of the columns; none if there are none.
   */
  static List<List<String>> table(JsonNode summary) {
    List<List<String>> rows = new ArrayList<>();
    summary
        .path(FIELD)
        .fields()
        .forEachRemaining(
            benchmark -> {
              if (rows.isEmpty()) {
                List<String> head = new ArrayList<>(List.of("benchmark"));
                benchmark.getValue().fieldNames().forEachRemaining(head::add);
                rows.add(head);
              }
              List<String> row = new ArrayList<>(List.of(benchmark.getKey()));
              benchmark.getValue().forEach(count -> row.add(FunnelTable.number(count.asLong())));
              rows.add(row);
            });
    return rows;
  }
}
