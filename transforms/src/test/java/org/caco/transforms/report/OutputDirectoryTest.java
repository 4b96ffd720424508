package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  private static final Map<String, String> RUN = Map.of("maxSeeds", "500", "seeds", "a.jsonl");
  private static final Map<String, String> OTHER = Map.of("maxSeeds", "200", "seeds", "a.jsonl");

  @TempDir Path temporary;

  @Test
  void createsTheDirectory() {
    assertThatCode(() -> OutputDirectory.prepare(directory(), RUN, Map.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void letsTheSameRunBeRepeated() throws IOException {
    OutputDirectory.prepare(directory(), RUN, Map.of());
    writeDataset();

    assertThatCode(() -> OutputDirectory.prepare(directory() + "/", RUN, Map.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesADirectoryThatHoldsAnotherRunsDataset() throws IOException {
    OutputDirectory.prepare(directory(), RUN, Map.of());
    writeDataset();

    assertThatThrownBy(() -> OutputDirectory.prepare(directory(), OTHER, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' already holds the files of another run (maxSeeds was 500 and is now 200): choose"
                + " another output directory, repeat that run with its own options, or delete the"
                + " directory.",
            directory());
  }

  @Test
  void keepsRefusingAfterARefusal() throws IOException {
    OutputDirectory.prepare(directory(), RUN, Map.of());
    writeDataset();
    assertThatThrownBy(() -> OutputDirectory.prepare(directory(), OTHER, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);

    assertThatThrownBy(() -> OutputDirectory.prepare(directory(), OTHER, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesADatasetOfUnknownOrigin() throws IOException {
    writeDataset();

    assertThatThrownBy(() -> OutputDirectory.prepare(directory(), RUN, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already holds the files of another run: choose");
  }

  @Test
  void givesADirectoryWithoutFilesToAnotherRun() {
    OutputDirectory.prepare(directory(), RUN, Map.of());

    assertThatCode(() -> OutputDirectory.prepare(directory(), OTHER, Map.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void repairsANoteThatIsNoJson() throws IOException {
    OutputDirectory.prepare(directory(), RUN, Map.of());
    Files.writeString(Path.of(directory(), "report", "run.json"), "{\"finger");

    assertThatCode(() -> OutputDirectory.prepare(directory(), RUN, Map.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAPlaceThatCannotBeWrittenTo() throws IOException {
    // Below a file no directory can be made, not even by root.
    Files.writeString(temporary.resolve("out"), "a file");

    assertThatThrownBy(() -> OutputDirectory.prepare(directory(), RUN, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot write to the output directory '" + directory() + "': ")
        .hasMessageMatching("[^\\n]+\\.");
  }

  @Test
  void refusesNoDirectory() {
    assertThatThrownBy(() -> OutputDirectory.prepare(" ", RUN, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No output directory is named.");
  }

  @Test
  void tellsWhatTheRunWasMadeWith() {
    OutputDirectory.prepare(directory(), RUN, Map.of("endpoint", "http://a"));

    assertThat(OutputDirectory.options(directory()))
        .containsOnly(
            entry("endpoint", "http://a"), entry("maxSeeds", "500"), entry("seeds", "a.jsonl"));
  }

  @Test
  void whatDoesNotDetermineTheResultsMayChange() {
    OutputDirectory.prepare(directory(), RUN, Map.of("endpoint", "http://a"));

    assertThatCode(() -> OutputDirectory.prepare(directory(), RUN, Map.of("endpoint", "http://b")))
        .doesNotThrowAnyException();
  }

  @Test
  void tellsNothingOfAFolderWithoutARun() {
    assertThatThrownBy(() -> OutputDirectory.options(directory()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory());
  }

  private String directory() {
    return temporary.resolve("out").toString();
  }

  private void writeDataset() throws IOException {
    Path dataset = Files.createDirectories(Path.of(directory(), "dataset"));
    Files.writeString(dataset.resolve("part-00000-of-00001.jsonl"), "{}\n");
  }
}
