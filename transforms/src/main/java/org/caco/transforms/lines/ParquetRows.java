package org.caco.transforms.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.caco.transforms.lines.RowParts.Part;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, as {@link ParquetCells} says. One row group is in memory at once. */
final class ParquetRows implements Rows {
  private final ParquetFileReader file;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private final BoundedJson row;
  private @Nullable RecordReader<Group> records;
  private long left;
  private int group;
  private int end;
  private long number;

  private ParquetRows(ParquetFileReader file, int maxBytes) {
    this.file = file;
    schema = file.getFileMetaData().getSchema();
    columns = new ColumnIOFactory().getColumnIO(schema);
    row = new BoundedJson(maxBytes);
    end = file.getRowGroups().size();
  }

  /** Groups of rows, of about {@code size} bytes together. */
  List<Part> parts(String name, long size) {
    List<Part> parts = new ArrayList<>();
    List<BlockMetaData> groups = file.getRowGroups();
    int from = 0;
    long bytes = 0;
    long before = 0;
    long rows = 0;
    for (int i = 0; i < groups.size(); i++) {
      bytes += groups.get(i).getCompressedSize();
      rows += groups.get(i).getRowCount();
      if (bytes >= size || i == groups.size() - 1) {
        parts.add(new Part(name, from, i + 1, before));
        from = i + 1;
        bytes = 0;
        before = rows;
      }
    }
    return parts;
  }

  /** The rows of a part only. */
  ParquetRows only(Part part) {
    group = (int) part.from();
    end = (int) part.to();
    number = part.rows();
    return this;
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
        if (group >= end) {
          return null;
        }
        PageReadStore pages = file.readRowGroup(group++);
        records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
        left = pages.getRowCount();
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
  public void close() throws IOException {
    file.close();
  }
}
