package org.caco.transforms.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileGlobsTest {
  @TempDir Path directory;

  @Test
  void splitsAtCommasOutsideBraces() {
    assertThat(FileGlobs.split("a.jsonl, b/{c,d}.jsonl,"))
        .containsExactly("a.jsonl", "b/{c,d}.jsonl");
  }

  @Test
  void acceptsPatternsThatMatch() throws IOException {
    Files.writeString(directory.resolve("a.jsonl"), "{}\n");

    assertThatCode(() -> FileGlobs.check(directory + "/*.jsonl," + directory + "/a.jsonl"))
        .doesNotThrowAnyException();
  }

  @Test
  void namesThePatternThatMatchesNothing() throws IOException {
    Files.writeString(directory.resolve("a.jsonl"), "{}\n");

    assertThatThrownBy(() -> FileGlobs.check(directory + "/a.jsonl," + directory + "/b*.jsonl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No file matches '" + directory + "/b*.jsonl'.");
  }

  /** Beam would follow these links for ever. */
  @Test
  @Timeout(20)
  void looksForAMissingFileInItsOwnFolderOnly() throws IOException {
    Files.createSymbolicLink(directory.resolve("again"), directory);
    Files.createSymbolicLink(directory.resolve("andAgain"), directory);

    assertThatThrownBy(() -> FileGlobs.check(directory + "/none.jsonl"))
        .hasMessage("No file matches '" + directory + "/none.jsonl'.");
    Files.delete(directory.resolve("again"));
    Files.delete(directory.resolve("andAgain"));
  }

  @Test
  void saysThatADirectoryIsNoFile() {
    assertThatThrownBy(() -> FileGlobs.check(directory.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a directory: name the files in it");
  }

  @Test
  void refusesAnEmptyList() {
    assertThatThrownBy(() -> FileGlobs.check(" , "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No file is named.");
  }

  @Test
  void localPathsAreMadeAbsolute() {
    assertThat(FileGlobs.absolute("a/*.jsonl"))
        .isEqualTo(Path.of("").toAbsolutePath() + "/a/*.jsonl");
    assertThat(FileGlobs.absolute("file:///data/a")).isEqualTo("/data/a");
    assertThat(FileGlobs.absolute("gs://bucket/a")).isEqualTo("gs://bucket/a");
  }
}
