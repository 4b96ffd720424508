package org.caco.pipelines.graph;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.options.WorkerOptions;
import org.caco.transforms.derive.DeriveRows;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.publish.Split;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteTables;
import org.caco.transforms.records.Sample;
import org.caco.transforms.report.Funnel;

/** The tables that are made of what the rows already hold. */
final class Derived {
  private static final Map<Table, TupleTag<String>> TAGS =
      new TreeMap<>(
          Map.of(
              Table.TASKS, WriteTables.TASKS,
              Table.PREFERENCES, WriteTables.PREFERENCES,
              Table.STEPS, WriteTables.STEPS));

  private Derived() {}

  /**
   * Those that are asked for.
   *
   * @throws UsageException if one is not known
   */
  static Set<Table> of(DatasetOptions options) {
    Set<Table> tables = EnumSet.noneOf(Table.class);
    String derive = options.getDerive() == null ? "" : options.getDerive();
    for (String part : derive.split(",", -1)) {
      String name = part.strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        tables.add(
            TAGS.keySet().stream()
                .filter(table -> table.configuration().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--derive=" + part + " is none of tasks, preferences and steps.")));
      }
    }
    return tables;
  }

  /** Makes, counts and writes them as JSON Lines; gives the lines, each kind by its tag. */
  static <T extends DatasetOptions & WorkerOptions & OutputOptions> PCollectionTuple write(
      PCollection<Sample> samples, T options, Funnel funnel) {
    PCollectionTuple lines = PCollectionTuple.empty(samples.getPipeline());
    Set<Table> tables = of(options);
    if (tables.isEmpty()) {
      return lines;
    }
    Split split = Tables.split(options, options.getShards());
    PCollectionTuple made =
        samples.apply(DeriveRows.in(Settings.sandbox((WorkerOptions) options), tables));
    for (Table table : tables) {
      TupleTag<String> tag = TAGS.get(table);
      PCollection<String> some = made.get(tag);
      count(funnel, table, split, some);
      some.apply(
          "Write-" + table.configuration(),
          WriteJsonLines.to(options.getOutput(), table.configuration())
              .withShards(Settings.positive("shards", options.getShards())));
      lines = lines.and(tag, some);
    }
    return lines;
  }

  private static void count(Funnel funnel, Table table, Split split, PCollection<String> lines) {
    List<String> columns = split.of(table).stream().map(table::total).toList();
    funnel.totals(
        columns,
        lines,
        line -> {
          String part = split.of(DeriveRows.rowOf(line));
          return columns.stream().map(name -> name.equals(table.total(part)) ? 1L : 0L).toList();
        });
  }
}
