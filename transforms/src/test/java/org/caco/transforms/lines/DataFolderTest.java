package org.caco.transforms.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder that holds a data set are read. */
class DataFolderTest {
  @TempDir private Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> files(String split) {
    return FileGlobs.files(folder.toString(), split).stream()
        .map(file -> folder.relativize(Path.of(file.resourceId().toString())).toString())
        .toList();
  }

  @Test
  void theTrainingSplitWhereNoneIsNamed() throws IOException {
    file("data/train-00000-of-00002.parquet", "");
    file("data/train-00001-of-00002.parquet", "");
    file("data/test-00000-of-00001.parquet", "");
    file("dataset_infos.json", "{}");
    file("README.md", "Of no use.");

    assertThat(files(""))
        .containsExactly("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet");
  }

  @Test
  void theSplitThatIsNamed() throws IOException {
    file("main/train.jsonl.gz", "");
    file("main/valid.jsonl.gz", "");

    assertThat(files("validation")).containsExactly("main/valid.jsonl.gz");
  }

  @Test
  void allFilesWhereNoNameTells() throws IOException {
    file("a.csv", "");
    file("b/c.json", "");
    file("notes.txt", "");

    assertThat(files("")).containsExactly("a.csv", "b/c.json");
  }

  @Test
  void whatTheCardSays() throws IOException {
    file("x/one.jsonl", "");
    file("x/two.jsonl", "");
    file(
        "README.md",
        """
        ---
        license: mit
        configs:
        - config_name: other
          data_files: y/*.jsonl
        - config_name: main
          default: true
          data_files:
          - split: train
            path: [x/o*.jsonl]
          - split: test
            path: x/two.jsonl
        ---
        # A data set
        """);

    assertThat(files("test")).containsExactly("x/two.jsonl");
  }

  @Test
  void aCardNamesNothingOutsideItsFolder() throws IOException {
    file("train.jsonl", "");
    file("README.md", "---\nconfigs:\n- config_name: a\n  data_files: ../../*.jsonl\n---\n");

    assertThat(files("")).containsExactly("train.jsonl");
  }

  @Test
  void theSnapshotOfACache() throws IOException {
    file("refs/main", "abc\n");
    file("snapshots/abc/data/train.jsonl", "");
    file("snapshots/old/data/train.jsonl", "");

    assertThat(files("")).containsExactly("snapshots/abc/data/train.jsonl");
  }

  @Test
  void saysWhichSplitsThereAre() throws IOException {
    file("test.jsonl", "");

    assertThatThrownBy(() -> files("dev"))
        .hasMessageContaining("has no split dev, only [test]: choose one by --split");
  }

  @Test
  void saysThatAFolderHasNoData() throws IOException {
    file("a.txt", "");

    assertThatThrownBy(() -> files("")).hasMessageContaining("is a folder without data files");
  }
}
