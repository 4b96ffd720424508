package org.caco.transforms.lines;

import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, as {@link ParquetCells} says. One row group is in memory at once. */
final class ParquetRows implements Rows {
  private final ParquetFileReader file;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private final BoundedJson row;
  private @Nullable RecordReader<Group> records;
  private long left;
  private long number;

  private ParquetRows(ParquetFileReader file, int maxBytes) {
    this.file = file;
    schema = file.getFileMetaData().getSchema();
    columns = new ColumnIOFactory().getColumnIO(schema);
    row = new BoundedJson(maxBytes);
  }

  static ParquetRows open(ResourceId file, int maxBytes) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    try {
      return new ParquetRows(ParquetFileReader.open(new ParquetInput(file), options), maxBytes);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  @Override
  public @Nullable Line next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
          return null;
        }
        records = columns.getRecordReader(group, new GroupRecordConverter(schema));
        left = group.getRowCount();
      }
      Group cells = Objects.requireNonNull(records).read();
      left--;
      number++;
      return row.line(number, json -> ParquetCells.write(cells, json));
    } catch (ParquetDecodingException | IllegalArgumentException | IllegalStateException e) {
      throw damaged(e);
    }
  }

  private static IOException damaged(RuntimeException e) {
    return new IOException("the Parquet file is damaged, or of a kind that is not read: " + e, e);
  }

  @Override
  public long nextNumber() {
    return number + 1;
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
