package org.caco.transforms.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileGlobsTest {
  @TempDir Path directory;

  @Test
  void splitsAtCommasOutsideBraces() {
    assertThat(FileGlobs.split("a.jsonl, b/{c,d}.jsonl,"))
        .containsExactly("a.jsonl", "b/{c,d}.jsonl");
  }

  @Test
  void readsAzureAsHadoopWritesIt() {
    assertThat(FileGlobs.absolute("abfss://c@a.dfs.core.windows.net/x/*.jsonl"))
        .isEqualTo("azfs://a/c/x/*.jsonl");
    assertThat(FileGlobs.absolute("wasb://c@a.blob.core.windows.net")).isEqualTo("azfs://a/c");
    assertThat(FileGlobs.absolute("abfs://c/x")).isEqualTo("abfs://c/x");
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
        .hasMessageContaining("is a folder without data files");
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

  @ParameterizedTest
  @ValueSource(
      strings = {"a[1].jsonl", "{a,b}.jsonl", "a,b.jsonl", "*.jsonl", "a?", "a{", "b]", "~"})
  void aFileThatIsThereIsNoPattern(String name) throws IOException {
    Files.writeString(directory.resolve(name), "{}\n");
    Files.writeString(directory.resolve("a1.jsonl"), "{}\n");
    String path = directory + "/" + name;

    assertThat(FileGlobs.split(path + "," + directory + "/a1.jsonl"))
        .containsExactly(path, directory + "/a1.jsonl");
    assertThat(FileGlobs.match(path))
        .extracting(file -> file.resourceId().toString())
        .containsExactly(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d[1]", "d{1,2}", "d{", "d*", "d?"})
  void patternsAreLookedForInAFolderOfAnyName(String name) throws IOException {
    for (String folder : List.of(name, "d1", "d2")) {
      Files.createDirectory(directory.resolve(folder));
      Files.writeString(directory.resolve(folder + "/x.jsonl"), "{}\n");
    }
    String found = directory + "/" + name + "/x.jsonl";

    assertThat(FileGlobs.match(directory + "/" + name + "/*.jsonl"))
        .extracting(file -> file.resourceId().toString())
        .containsExactly(found);
    assertThat(FileGlobs.in(directory + "/" + name, "x*"))
        .extracting(file -> file.resourceId().toString())
        .containsExactly(found);
  }

  @Test
  void aTildeIsTheHomeOfTheUser() {
    String home = System.getProperty("user.home");

    assertThat(FileGlobs.absolute("~/a[1]")).isEqualTo(home + "/a[1]");
    assertThat(FileGlobs.absolute("~a")).isEqualTo(Path.of("").toAbsolutePath() + "/~a");
  }
}
