package org.caco.transforms.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerFilesTest {
  private static final Split NO_VALIDATION = new Split(0, 1);

  @TempDir Path run;

  @BeforeEach
  void writeRows() throws IOException {
    Files.createDirectories(run.resolve("dataset"));
    Files.write(run.resolve("dataset/part-00000-of-00002.jsonl"), List.of(row("a"), row("b")));
    Files.write(run.resolve("dataset/part-00001-of-00002.jsonl"), List.of(row("c")));
  }

  @Test
  void givesEachTrainerItsColumns() throws IOException {
    TrainerFiles.write(run.toString(), EnumSet.allOf(TrainerFormat.class), NO_VALIDATION);

    assertThat(lines("alpaca/train.jsonl"))
        .hasSize(3)
        .contains("{\"instruction\":\"How many a?\",\"input\":\"\",\"output\":\"It is 4.\"}");
    assertThat(lines("sharegpt/train.jsonl"))
        .contains(
            "{\"conversations\":[{\"from\":\"human\",\"value\":\"How many a?\"},"
                + "{\"from\":\"gpt\",\"value\":\"It is 4.\"}]}");
    assertThat(lines("trl/sft/train.jsonl"))
        .contains(
            "{\"prompt\":[{\"role\":\"user\",\"content\":\"How many a?\"}],"
                + "\"completion\":[{\"role\":\"assistant\",\"content\":\"It is 4.\"}]}");
    assertThat(lines("trl/grpo/train.jsonl"))
        .allMatch(line -> line.contains("\"solution\":\"\\\\boxed{4}\",\"answer\":\"4\""));
    assertThat(lines("nemo-gym/train.jsonl"))
        .allMatch(line -> line.contains("\"expected_answer\":\"4\",\"agent_ref\":{"));
    assertThat(lines("axolotl/train.jsonl"))
        .allMatch(line -> line.startsWith("{\"messages\":[{\"role\":\"user\""));
    assertThat(run.resolve("formats/verl/train.parquet")).isNotEmptyFile();
  }

  @Test
  void shufflesTheSameWayWhateverTheOrderOfTheRows() throws IOException {
    TrainerFiles.write(run.toString(), Set.of(TrainerFormat.ALPACA), NO_VALIDATION);
    List<String> before = lines("alpaca/train.jsonl");
    Files.write(run.resolve("dataset/part-00000-of-00002.jsonl"), List.of(row("c"), row("b")));
    Files.write(run.resolve("dataset/part-00001-of-00002.jsonl"), List.of(row("a")));

    TrainerFiles.write(run.toString(), Set.of(TrainerFormat.ALPACA), NO_VALIDATION);

    assertThat(lines("alpaca/train.jsonl")).isEqualTo(before);
  }

  @Test
  void setsAsideWhatTheTablesSetAside() throws IOException {
    Split split = new Split(0.5, 1);

    TrainerFiles.write(run.toString(), Set.of(TrainerFormat.AXOLOTL), split);

    long aside =
        Stream.of("a", "b", "c").filter(id -> split.of(id).equals(Table.VALIDATION)).count();
    assertThat(lines("axolotl/validation.jsonl")).hasSize((int) aside);
    assertThat(lines("axolotl/train.jsonl")).hasSize(3 - (int) aside);
  }

  @Test
  void leavesNothingBehindOfARunWithALineThatIsNoRow() throws IOException {
    Files.write(run.resolve("dataset/part-00001-of-00002.jsonl"), List.of("{\"id\": "));

    assertThatThrownBy(
            () -> TrainerFiles.write(run.toString(), Set.of(TrainerFormat.VERL), NO_VALIDATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1, is no row of a run");
    assertThat(run.resolve("formats")).doesNotExist();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(run.resolve("formats").resolve(file));
  }

  private static String row(String id) {
    return """
    {"id":"%s","instruction":"How many %s?","output":"It is 4.","answer":"4","code":"",\
    "pass_rate":1.0,"pass_count":1,"samples":1,"truncated":0,"tests":[],\
    "lineage":{"position":1,"calls":[]}}\
    """
        .formatted(id, id);
  }
}
