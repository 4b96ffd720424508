package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of rows hold. */
class RowFileTest {
  @TempDir private Path folder;

  private List<String> rows(String name, byte[] bytes) throws IOException {
    return rows(Files.write(folder.resolve(name), bytes), 1_000);
  }

  private List<String> rows(String name, String text) throws IOException {
    return rows(name, text.getBytes(UTF_8));
  }

  private static List<String> rows(Path file, int maxBytes) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Rows all = RowFile.open(FileSystems.matchNewResource(file.toString(), false), maxBytes)) {
      for (Line row = all.next(); row != null; row = all.next()) {
        rows.add((row.tooLong() ? "too long: " : "") + row.text());
      }
    }
    return rows;
  }

  private Path resource(String name) throws IOException {
    try (InputStream in = RowFileTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  @Test
  void jsonLines() throws IOException {
    assertThat(rows("a.jsonl", "{\"a\": 1}\n\n{\"a\": 2}"))
        .containsExactly("{\"a\": 1}", "", "{\"a\": 2}");
  }

  @Test
  void jsonLinesWhoseFirstIsBroken() throws IOException {
    assertThat(rows("a.jsonl", "{\"a\": \n{\"a\": 2}\n")).containsExactly("{\"a\": ", "{\"a\": 2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.jsonl", "a"})
  void aJsonArray(String name) throws IOException {
    assertThat(rows(name, "\uFEFF [{\"a\": 1.10},\n {\"b\": [1, \"x\"]}, 3]\n"))
        .containsExactly("{\"a\":1.10}", "{\"b\":[1,\"x\"]}", "3");
  }

  @Test
  void jsonOverSeveralLines() throws IOException {
    assertThat(rows("a.json", "{\n  \"a\": {\n \"b\": 1}\n}\n{\n\"a\": NaN\n}\n"))
        .containsExactly("{\"a\":{\"b\":1}}", "{\"a\":null}");
  }

  @Test
  void aRowThatIsTooLongIsNotHeldAndThoseAfterItAreRead() throws IOException {
    String text = "[{\"a\": \"" + "x".repeat(5_000) + "\"}, {\"a\": 1}]";

    assertThat(rows("a.json", text))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("too long: ").hasSizeLessThan(250),
            second -> assertThat(second).isEqualTo("{\"a\":1}"));
  }

  @Test
  void anArrayThatBreaksOff() {
    assertThatThrownBy(() -> rows("a.json", "[{\"a\": 1}, {\"a\"")).isInstanceOf(IOException.class);
  }

  @Test
  void commaSeparatedValues() throws IOException {
    assertThat(rows("a.csv", "question,answer\n\"What, or\n\"\"who\"\"?\",7\nx,\n"))
        .containsExactly(
            "{\"question\":\"What, or\\n\\\"who\\\"?\",\"answer\":\"7\"}",
            "{\"question\":\"x\",\"answer\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "a.txt"})
  void tabSeparatedValues(String name) throws IOException {
    assertThat(rows(name, "Question\tanswer\nx, y\t7\n"))
        .containsExactly("{\"Question\":\"x, y\",\"answer\":\"7\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl.gz", "a.jsonl"})
  void whatIsPackedByGzipWhateverItIsCalled(String name) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("[{\"a\": 1}]".getBytes(UTF_8));
    }
    assertThat(rows(name, packed.toByteArray())).containsExactly("{\"a\":1}");
  }

  @Test
  void whatIsPackedByZstd() throws IOException {
    assertThat(rows("a.csv", Zstd.compress("id\n7\n".getBytes(UTF_8))))
        .containsExactly("{\"id\":\"7\"}");
  }

  @Test
  void whatIsCalledPackedAndIsNot() throws IOException {
    assertThat(rows("a.jsonl.gz", "{\"a\": 1}")).containsExactly("{\"a\": 1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "zstd", "gzip"})
  void parquet(String codec) throws IOException {
    assertThat(rows(resource(codec + ".parquet"), 1_000))
        .hasSize(5)
        .contains("{\"problem\":\"What is 4 + 1?\",\"answer\":\"5\",\"solve_rate\":0.5}");
  }

  @Test
  void parquetWithGroupsListsAndOtherTypes() throws IOException {
    assertThat(rows(resource("nested.parquet"), 10_000).get(0))
        .isEqualTo(
            "{\"prompt\":[{\"content\":\"What is 2 + 2?\",\"role\":\"user\"}],"
                + "\"reward_model\":{\"ground_truth\":\"4\",\"style\":\"rule\"},"
                + "\"tags\":[\"a\",null],\"grid\":[[1,2],[]],\"price\":1.10,"
                + "\"big\":123456789012345678901.500,\"day\":\"2024-02-29\","
                + "\"at\":\"2024-02-29T12:00:00Z\",\"ratio\":null,\"half\":0.1,\"yes\":true,"
                + "\"raw\":\"/wA=\",\"extra\":{\"index\":7}}");
  }

  @Test
  void parquetWithoutValues() throws IOException {
    assertThat(rows(resource("nested.parquet"), 10_000).get(1)).startsWith("{\"prompt\":null,");
  }

  @Test
  void parquetPackedInAWayThatIsNotRead() {
    assertThatThrownBy(() -> rows(resource("lz4.parquet"), 1_000)).hasMessageContaining("LZ4");
  }

  @Test
  void parquetThatBreaksOff() throws IOException {
    byte[] whole = Files.readAllBytes(resource("zstd.parquet"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    assertThatThrownBy(() -> rows("half.parquet", half))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Parquet");
  }

  @ParameterizedTest
  @CsvSource({
    "PK\u0003\u0004xx, ZIP",
    "ARROW1xx, Arrow",
    "version https://git-lfs.github.com/spec/v1, git lfs pull",
    "<!DOCTYPE html>, web page"
  })
  void whatHoldsNoRowsIsNamed(String text, String named) {
    assertThatThrownBy(() -> rows("a.json", text)).hasMessageContaining(named);
  }

  @Test
  void textInAnotherEncodingIsNamed() {
    assertThatThrownBy(() -> rows("a.csv", "\uFEFFid\n7".getBytes(UTF_16LE)))
        .hasMessageContaining("UTF-16");
  }
}
