package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;

/**
 * The card of a data set, {@code README.md} in the output folder: YAML that loaders read, and a
 * text for people. It holds no times and no places in files, so that the same run makes the same
 * card.
 *
 * @param command the run's
 * @param parquet whether the tables are there as Parquet, and not as JSON Lines alone
 * @param tables those that the run has written, without those of the seeds or the rejections that
 *     have no row
 * @param split how rows are parted
 * @param summary the content of {@code report/summary.json}
 * @param facts the content of {@code report/dataset.json}
 * @param prompts of the run
 * @param options that determine the results, without names of files
 */
public record DatasetCard(
    String command,
    boolean parquet,
    List<Table> tables,
    Split split,
    JsonNode summary,
    JsonNode facts,
    List<PromptText> prompts,
    SortedMap<String, String> options) {
  /** The report's total of rows that have further problems. */
  public static final String GENERATORS = "generators";

  /** The report's total of further problems. */
  public static final String INSTANCES_MADE = "instances";

  /** The report's total of further problems of rows that are set aside for validation. */
  public static final String INSTANCES_SET_ASIDE = "instances set aside";

  /** Where the method is told. */
  static final String METHOD =
      "Scaling Code-Assisted Chain-of-Thoughts and Instructions for Model Reasoning, arXiv"
          + " 2510.04081";

  static final String TITLE = "Verified reasoning data, made by Caco on Beam";

  /**
   * A prompt with its holes.
   *
   * @param name the role's, or the step's where a role has several
   * @param text as it is sent, but for what fills the holes
   */
  public record PromptText(String name, String text) {}

  /** The whole file. */
  public String render() {
    return "---\n" + CardHead.of(this) + "---\n\n" + CardText.of(this);
  }

  /** The tables that have rows: loaders refuse what names files without any. */
  List<Table> filled() {
    return tables.stream().filter(table -> !splits(table).isEmpty()).toList();
  }

  /** The splits of a table that have rows. */
  List<String> splits(Table table) {
    return split.of(table).stream()
        .filter(
            part ->
                table.isDerived()
                    ? derived(summary, table, part) > 0
                    : !table.isSplit() || facts.path("splits").path(part).asLong() > 0)
        .toList();
  }

  /**
   * How many rows a table has in a split that is made of what the run's rows hold.
   *
   * @param summary the content of {@code report/summary.json}
   */
  public static long derived(JsonNode summary, Table table, String split) {
    JsonNode totals = summary.path("totals");
    if (table != Table.INSTANCES) {
      return totals.path(table.total(split)).asLong();
    }
    long aside = totals.path(INSTANCES_SET_ASIDE).asLong();
    return split.equals(Table.TRAIN) ? totals.path(INSTANCES_MADE).asLong() - aside : aside;
  }

  /** Whether the embedded model had a part in it. */
  boolean isToy() {
    boolean toy = facts.path("toy").asLong() > 0;
    for (JsonNode model : summary.path("models")) {
      toy |= model.path("toy").asBoolean();
    }
    return toy;
  }
}
