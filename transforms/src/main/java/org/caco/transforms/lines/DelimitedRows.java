package org.caco.transforms.lines;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of comma- or tab-separated values under a header: objects whose fields are the columns,
 * all of them text. An empty cell is null.
 */
final class DelimitedRows implements Rows {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final MappingIterator<Map<String, @Nullable String>> rows;
  private final BoundedJson row;
  private long number;

  /**
   * @param in begins with the header
   */
  DelimitedRows(InputStream in, char separator, int maxBytes) throws IOException {
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
    rows = CSV.readerForMapOf(String.class).with(schema).readValues(in);
    row = new BoundedJson(maxBytes);
  }

  @Override
  public @Nullable Line next() throws IOException {
    if (!rows.hasNextValue()) {
      return null;
    }
    Map<String, @Nullable String> cells = rows.nextValue();
    number++;
    return row.line(
        number,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, @Nullable String> cell : cells.entrySet()) {
            json.writeFieldName(cell.getKey());
            json.writeString(cell.getValue());
          }
          json.writeEndObject();
        });
  }

  @Override
  public long nextNumber() {
    return number + 1;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
