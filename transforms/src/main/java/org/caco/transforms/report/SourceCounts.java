package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.caco.text.Printable;

/** The part of the report that says what became of the rows of each {@link Source}. */
final class SourceCounts {
  static final String FIELD = "sources";

  /** What the sources that are not among those with the most rows have together. */
  static final String OTHERS = "other_sources";

  /** Lines of the table; the file has more. */
  private static final int SHOWN = 12;

  private static final int MAX_NAME = 44;

  /** Steps at the ends of what a run does, by what the table calls their records. */
  private static final List<List<String>> STAGES =
      List.of(
          List.of("ReadSeeds", "seeds"),
          List.of("DropDuplicateSeedPrograms", "unified"),
          List.of("GeneratePrograms", "generated"),
          List.of("DropNearDuplicates", "programs"),
          List.of("CheckConsistency", "solved"));

  private SourceCounts() {}

  /**
   * Puts the counts of all sources, those with the most rows first.
   *
   * @param sums counts by the keys of {@link StepCounts}, by source, as {@link TopSources} leaves
   *     them; nothing is put where there are none
   */
  static void put(List<String> steps, Map<String, Map<String, Long>> sums, ObjectNode into) {
    if (sums.isEmpty()) {
      return;
    }
    ArrayNode sources = into.putArray(FIELD);
    for (String key : TopSources.ranked(sums)) {
      Map<String, Long> counts = sums.getOrDefault(key, Map.of());
      Source source = Source.parse(key);
      ObjectNode node =
          sources
              .addObject()
              .put("data_set", source.dataSet())
              .put("split", source.split())
              .put("license", source.license())
              .put("domain", source.domain());
      putSteps(steps, counts, node.putArray("steps"));
    }
    Map<String, Long> others = sums.get(TopSources.OTHERS);
    if (others != null) {
      ObjectNode node =
          into.putObject(OTHERS).put(FIELD, others.getOrDefault(TopSources.NUMBER, 0L));
      putSteps(steps, others, node.putArray("steps"));
    }
  }

  /** Those that a record of the source has come to. What a step does not reject, it accepts. */
  private static void putSteps(List<String> steps, Map<String, Long> counts, ArrayNode into) {
    for (String step : steps) {
      StepCounts count = StepCounts.of(step, counts);
      if (count.in() > 0) {
        new StepCounts(step, count.in(), count.in() - count.totalRejected(), count.rejected())
            .putInto(into.addObject());
      }
    }
  }

  /**
   * The lines of a table of them: what was read, what was left after each stage, and why the others
   * were rejected. None where there is only one source, of which the funnel tells all.
   */
  static List<String> table(JsonNode summary, int width) {
    JsonNode sources = summary.path(FIELD);
    JsonNode others = summary.path(OTHERS);
    List<String> lines = new ArrayList<>();
    if (sources.size() + others.path(FIELD).asLong() < 2) {
      return lines;
    }
    List<String> all = new ArrayList<>();
    summary.path("steps").forEach(step -> all.add(step.path("name").asText()));
    List<List<String>> stages =
        STAGES.stream().filter(stage -> all.contains(stage.get(0))).toList();
    String last = all.get(all.size() - 1);
    List<List<String>> rows = new ArrayList<>();
    List<SortedMap<String, Long>> reasons = new ArrayList<>();
    rows.add(head(stages));
    for (int i = 0; i < Math.min(SHOWN, sources.size()); i++) {
      rows.add(row(name(sources.get(i)), sources.get(i), stages, last));
      reasons.add(reasons(sources.get(i)));
    }
    if (!others.isMissingNode()) {
      String name = FunnelTable.number(others.path(FIELD).asLong()) + " other sources";
      rows.add(row(name, others, stages, last));
      reasons.add(reasons(others));
    }
    int[] widths = FunnelTable.widths(rows);
    for (int i = 0; i < rows.size(); i++) {
      lines.addAll(
          FunnelTable.lines(
              FunnelTable.line(rows.get(i), widths), i == 0 ? null : reasons.get(i - 1), width));
    }
    if (sources.size() > SHOWN) {
      lines.add("(" + (sources.size() - SHOWN) + " more in report/summary.json)");
    }
    return lines;
  }

  private static List<String> head(List<List<String>> stages) {
    List<String> head = new ArrayList<>(List.of("source", "read"));
    stages.forEach(stage -> head.add(stage.get(1)));
    head.add("left");
    return head;
  }

  private static List<String> row(
      String name, JsonNode source, List<List<String>> stages, String last) {
    Map<String, Long> accepted = new HashMap<>();
    source
        .path("steps")
        .forEach(step -> accepted.put(step.path("name").asText(), step.path("accepted").asLong()));
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(FunnelTable.number(source.path("steps").path(0).path("in").asLong()));
    stages.forEach(stage -> row.add(FunnelTable.number(accepted.getOrDefault(stage.get(0), 0L))));
    row.add(FunnelTable.number(accepted.getOrDefault(last, 0L)));
    return row;
  }

  private static SortedMap<String, Long> reasons(JsonNode source) {
    SortedMap<String, Long> reasons = new TreeMap<>();
    for (JsonNode step : source.path("steps")) {
      step.path("rejected")
          .properties()
          .forEach(reason -> reasons.merge(reason.getKey(), reason.getValue().asLong(), Long::sum));
    }
    return reasons;
  }

  /** As in {@code gsm8k/train (mit, algebra)}. It is somebody else's text. */
  private static String name(JsonNode source) {
    String name = source.path("data_set").asText();
    String split = source.path("split").asText();
    List<String> more = new ArrayList<>();
    for (String field : List.of("license", "domain")) {
      String value = source.path(field).asText();
      if (!value.isEmpty()) {
        more.add(value);
      }
    }
    name =
        (name.isEmpty() ? "(unnamed)" : name)
            + (split.isEmpty() ? "" : "/" + split)
            + (more.isEmpty() ? "" : " (" + String.join(", ", more) + ")");
    int end = Math.min(name.length(), MAX_NAME);
    if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    String shown = Printable.of(name.substring(0, end)).replace('\n', ' ').replace('\t', ' ');
    return end < name.length() ? shown + "..." : shown;
  }
}
