package org.caco.transforms.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of a JSON array, or JSON values one after another that go over several lines each. One
 * row is in memory at a time. Where the text is no JSON, the file ends.
 */
final class JsonRows implements Rows {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final JsonParser parser;
  private final BoundedJson row;
  private boolean inArray;
  private long number;

  JsonRows(InputStream in, int maxBytes) throws IOException {
    parser = JSON.createParser(in);
    row = new BoundedJson(maxBytes);
  }

  @Override
  public @Nullable Line next() throws IOException {
    JsonToken token = parser.nextToken();
    if (!inArray && number == 0 && token == JsonToken.START_ARRAY) {
      inArray = true;
      token = parser.nextToken();
    }
    if (token == null) {
      if (inArray) {
        throw new IOException("the file ends within its JSON array");
      }
      return null;
    }
    if (inArray && token == JsonToken.END_ARRAY) {
      return null;
    }
    number++;
    return row.line(number, json -> BoundedJson.copy(parser, json));
  }

  @Override
  public long nextNumber() {
    return number + 1;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
