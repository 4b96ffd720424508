package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws {@code report/summary.json} as a table for a terminal:
 *
 * <pre>
 * step              in  accepted  rejected   kept  why
 * ReadSeeds      7,476     7,473         3  99.9%  invalid_json 2, missing_answer 1
 * </pre>
 *
 * <p>Below it, where benchmarks were compared with, a table of their rows and the copies found, and
 * where records come from several sources, a table of these.
 */
public final class FunnelTable {
  /** The summary's field for what belongs to no step. */
  static final String TOTALS = "totals";

  private static final String GAP = "  ";

  /** Where there is no room beside the numbers, reasons get this much of the width anyway. */
  private static final int MIN_REASONS = 20;

  private static final int MAX_REASON_LINES = 3;

  private FunnelTable() {}

  /**
   * The table, its lines ended by line feeds. Reasons stand by number, the most frequent first;
   * those that find no room are counted as in {@code +2 more}. A step that does not add up gets a
   * line below the table.
   *
   * @param summary the content of the file
   * @param width columns of the terminal
   * @throws IllegalArgumentException if {@code summary} is not such a content
   */
  public static String render(JsonNode summary, int width) {
    if (!summary.path("steps").isArray()) {
      throw new IllegalArgumentException("the summary has no array 'steps'");
    }
    List<StepCounts> steps = steps(summary);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("step", "in", "accepted", "rejected", "kept"));
    for (StepCounts step : steps) {
      rows.add(
          List.of(
              step.name(),
              number(step.in()),
              number(step.accepted()),
              number(step.totalRejected()),
              share(step.accepted(), step.in())));
    }
    int[] widths = widths(rows);
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      lines(line(rows.get(i), widths), i == 0 ? null : steps.get(i - 1).rejected(), width)
          .forEach(line -> table.append(line).append('\n'));
    }
    for (StepCounts step : steps) {
      step.complaint()
          .ifPresent(text -> table.append("It does not add up: ").append(text).append(".\n"));
    }
    List<String> totals = new ArrayList<>();
    summary
        .path(TOTALS)
        .fields()
        .forEachRemaining(e -> totals.add(e.getKey() + " " + number(e.getValue().asLong())));
    if (!totals.isEmpty()) {
      table.append('\n');
      wrap(totals, width).forEach(line -> table.append(line).append('\n'));
    }
    List<List<String>> benchmarks = BenchmarkCounts.table(summary);
    if (!benchmarks.isEmpty()) {
      int[] columns = widths(benchmarks);
      table.append('\n');
      benchmarks.forEach(row -> table.append(line(row, columns)).append('\n'));
    }
    List<String> sources = SourceCounts.table(summary, width);
    if (!sources.isEmpty()) {
      table.append('\n');
      sources.forEach(line -> table.append(line).append('\n'));
    }
    return table.toString();
  }

  private static List<StepCounts> steps(JsonNode summary) {
    List<StepCounts> steps = new ArrayList<>();
    for (JsonNode step : summary.get("steps")) {
      SortedMap<String, Long> rejected = new TreeMap<>();
      step.path("rejected")
          .fields()
          .forEachRemaining(e -> rejected.put(e.getKey(), e.getValue().asLong()));
      steps.add(
          new StepCounts(
              step.path("name").asText(),
              step.path("in").asLong(),
              step.path("accepted").asLong(),
              rejected));
    }
    return steps;
  }

  static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - cells.get(i).length());
      boolean name = i == 0;
      line.append(name ? "" : GAP)
          .append(name ? "" : blanks)
          .append(cells.get(i))
          .append(name ? blanks : "");
    }
    return line.toString();
  }

  /**
   * A row of a table with its reasons beside it.
   *
   * @param rejected null for the head of the table
   */
  static List<String> lines(String row, @Nullable SortedMap<String, Long> rejected, int width) {
    int room = Math.max(MIN_REASONS, width - row.length() - GAP.length());
    List<String> lines = new ArrayList<>();
    String line = row;
    for (String why : rejected == null ? List.of("why") : reasons(rejected, room)) {
      lines.add((line + GAP + why).stripTrailing());
      line = " ".repeat(row.length());
    }
    return lines;
  }

  /** The reasons in lines of at most {@code room} columns, where a single one is no longer. */
  private static List<String> reasons(SortedMap<String, Long> rejected, int room) {
    List<String> all =
        rejected.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(entry -> entry.getKey() + " " + number(entry.getValue()))
            .toList();
    List<String> lines = wrap(all, room);
    for (int shown = all.size() - 1; lines.size() > MAX_REASON_LINES && shown > 0; shown--) {
      List<String> most = new ArrayList<>(all.subList(0, shown));
      most.add("+" + (all.size() - shown) + " more");
      lines = wrap(most, room);
    }
    return lines;
  }

  private static List<String> wrap(List<String> parts, int room) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String part : parts) {
      String longer = line.isEmpty() ? part : line + ", " + part;
      // One column is left for the comma at the end.
      if (!line.isEmpty() && longer.length() >= room) {
        lines.add(line + ",");
        longer = part;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }
}
