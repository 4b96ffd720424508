package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of files hold together what the files hold. */
class RowPartsTest {
  @TempDir private Path folder;

  private static List<String> read(Iterable<RowParts.Part> parts) throws IOException {
    List<String> read = new ArrayList<>();
    for (RowParts.Part part : parts) {
      try (Rows rows = RowFile.open(part, 1_000)) {
        for (Line row = rows.next(); row != null; row = rows.next()) {
          read.add(row.number() + " " + row.text());
        }
      }
    }
    return read;
  }

  @Property(tries = 200)
  void partsOfLinesHoldTheSameLinesUnderTheSameNumbers(
      @ForAll @CharRange(from = 'a', to = 'b') String letters,
      @ForAll @IntRange(min = 1, max = 40) int size)
      throws IOException {
    String text = letters.replace('b', '\n');
    Path file = Files.writeString(Files.createTempFile("parts", ".jsonl"), text);
    try {
      assertThat(read(RowParts.of(file.toString(), size)))
          .isEqualTo(read(List.of(RowParts.Part.whole(file.toString()))));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aLargeFileOfLinesHasSeveralParts() throws IOException {
    String lines =
        IntStream.range(0, 100).mapToObj(i -> "{\"a\": " + i + "}\n").collect(Collectors.joining());
    Path file = Files.write(folder.resolve("a.jsonl"), lines.getBytes(UTF_8));

    assertThat(RowParts.of(file.toString(), 200)).hasSizeBetween(5, 7);
  }

  @Test
  void partsOfParquetAreRowGroups() throws IOException {
    try (InputStream in = RowPartsTest.class.getResourceAsStream("zstd.parquet")) {
      Path file = Files.write(folder.resolve("a.parquet"), in.readAllBytes());

      List<RowParts.Part> parts = RowParts.of(file.toString(), 1);
      assertThat(parts).hasSize(3);
      assertThat(read(parts))
          .hasSize(5)
          .isEqualTo(read(List.of(RowParts.Part.whole(file.toString()))));
    }
  }

  @Test
  void anArrayIsOnePart() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "[{\"a\":1},\n{\"a\":2}]");

    assertThat(RowParts.of(file.toString(), 2))
        .containsExactly(RowParts.Part.whole(file.toString()));
  }
}
