package org.caco.transforms.lines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Reads Parquet files as runs read them, for the tests of other packages. */
public final class ParquetLines {
  private ParquetLines() {}

  /** The rows as JSON, in their order. */
  public static List<String> rows(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Rows all =
        ParquetRows.open(FileSystems.matchNewResource(file.toString(), false), 1 << 24)) {
      for (Line row = all.next(); row != null; row = all.next()) {
        rows.add(row.text());
      }
    }
    return rows;
  }

  /** What the file says of itself. */
  public static ParquetMetadata footer(Path file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new ParquetInput(FileSystems.matchNewResource(file.toString(), false)), options)) {
      return reader.getFooter();
    }
  }
}
