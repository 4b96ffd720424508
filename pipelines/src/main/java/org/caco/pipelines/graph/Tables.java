package org.caco.pipelines.graph;

import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.page.WriteReportSample;
import org.caco.transforms.publish.Split;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteDatasetFacts;
import org.caco.transforms.publish.WriteTables;

/** The data set that a run leaves in its output folder, as its options want it. */
public final class Tables {
  private Tables() {}

  /** Adds what writes it to a graph. */
  static <T extends DatasetOptions & OutputOptions> void write(PCollectionTuple lines, T options) {
    Split split = split(options, options.getShards());
    PCollection<String> rows = lines.get(WriteTables.DATASET);
    rows.apply("DatasetFacts", WriteDatasetFacts.to(options.getOutput(), split));
    if (isParquet(options)) {
      lines.apply("WriteTables", WriteTables.to(options.getOutput(), split));
    }
    writeSample(WriteReportSample.ROWS, rows, lines.get(WriteTables.REJECTED), options);
  }

  /** Adds what writes the sample of records that the page of the report shows. */
  static void writeSample(
      TupleTag<String> kind,
      PCollection<String> records,
      PCollection<String> rejected,
      OutputOptions options) {
    PCollectionTuple.of(kind, records)
        .and(WriteReportSample.REJECTED, rejected)
        .apply("ReportSample", WriteReportSample.to(options.getOutput()));
  }

  /** Whether there are tables in Parquet. */
  public static boolean isParquet(DatasetOptions options) {
    return options.getFormat().toLowerCase(Locale.ROOT).equals(DatasetOptions.PARQUET);
  }

  /**
   * How rows are parted.
   *
   * @throws UsageException if the options do not go together
   */
  public static Split split(DatasetOptions options, int shards) {
    double validation = options.getValidation();
    if (validation > 0 && !isParquet(options)) {
      throw new UsageException(
          "--validation parts the tables in Parquet, and --format="
              + options.getFormat()
              + " has none: leave one of them out.");
    }
    Settings.positive("shards", shards);
    try {
      return new Split(validation, shards);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--validation=" + validation + ": " + e.getMessage() + ".", e);
    }
  }

  /** The tables that a run can leave, in the order in which a card lists them. */
  public static List<Table> of(DatasetOptions options) {
    return List.of(Table.values()).stream()
        // Those that are made of the dataset's rows are there in Parquet alone.
        .filter(
            table ->
                table.isDerived()
                    ? table == Table.INSTANCES || Derived.of(options).contains(table)
                    : isParquet(options) || table == Table.DEFAULT || !table.isSplit())
        .toList();
  }
}
