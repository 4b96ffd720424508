package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.caco.pipelines.options.TrainOptions;
import org.caco.pipelines.options.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class TrainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void writeTwoRunsThatShareAProgram() throws IOException {
    output = folder.resolve("train");
    for (String run : List.of("one", "two")) {
      Path codegen = Files.createDirectories(folder.resolve(run).resolve("codegen"));
      Files.writeString(
          codegen.resolve("part-00000-of-00001.jsonl"),
          program("shared", "print(1)\n") + program(run, "print('" + run + "')\n"));
      Path dataset = Files.createDirectories(folder.resolve(run).resolve("dataset"));
      Files.writeString(
          dataset.resolve("part-00000-of-00001.jsonl"),
          JSON.createObjectNode()
                  .put("id", run)
                  .put("instruction", "What is 1 + 1?")
                  .put("output", "It is \\boxed{2}.")
              + "\n");
    }
  }

  private static String program(String id, String code) {
    var row = JSON.createObjectNode();
    var messages = row.putArray("messages");
    messages.addObject().put("role", "user").put("content", "");
    messages.addObject().put("role", "assistant").put("content", code);
    return row.put("id", id) + "\n";
  }

  @Test
  void takesEachProgramOfSeveralRunsOnce() throws IOException {
    train("--run=" + folder + "/one," + folder + "/two");

    assertThat(rows())
        .extracting(row -> row.at("/messages/1/content").asText())
        .containsExactly("print(1)\n", "print('one')\n", "print('two')\n");
    assertThat(rows()).extracting(row -> row.at("/messages/0/content").asText()).containsOnly("");
  }

  @Test
  void aStudentLearnsToAnswerProblems() throws IOException {
    train("--run=" + folder + "/one", "--trainee=student");

    JsonNode row = rows().get(0);
    assertThat(row.at("/messages/0/content").asText())
        .startsWith("What is 1 + 1?")
        .contains("boxed");
    assertThat(row.at("/messages/1/content").asText()).isEqualTo("It is \\boxed{2}.");
  }

  @Test
  void configuresTheMethodsHyperparameters() throws IOException {
    train("--run=" + folder + "/one", "--devices=8", "--baseModel=my/model");

    assertThat(new Yaml().<Object>load(Files.readString(output.resolve("llamafactory.yaml"))))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("model_name_or_path", "my/model")
        .containsEntry("learning_rate", 5e-6)
        .containsEntry("num_train_epochs", 1.0)
        .containsEntry("cutoff_len", 2048)
        .containsEntry("per_device_train_batch_size", 4)
        .containsEntry("gradient_accumulation_steps", 4);
  }

  @Test
  void leavesNoHoleInWhatItWrites() throws IOException {
    train("--run=" + folder + "/one");

    for (String file : List.of("llamafactory.yaml", "trl_sft.py", "README.md")) {
      assertThat(Files.readString(output.resolve(file))).doesNotContainPattern("\\{[a-zA-Z]+\\}");
    }
  }

  @Test
  void trainsByTheCommandThatIsGiven() throws IOException {
    String said =
        train("--run=" + folder + "/one", "--trainer=mkdir model && wc -l < data/train.jsonl");

    assertThat(said).contains("The model is in " + output + "/model.");
    assertThat(Files.readString(output.resolve("train.log")).strip()).isEqualTo("2");
  }

  @Test
  void quotesATrainerThatFails() {
    assertThatThrownBy(
            () -> train("--run=" + folder + "/one", "--trainer=echo out of memory; exit 7"))
        .hasMessageContaining("status 7")
        .hasMessageContaining("out of memory");
  }

  @Test
  void doesNotTakeAnExitWithoutAModelForOne() {
    assertThatThrownBy(() -> train("--run=" + folder + "/one", "--trainer=true"))
        .hasMessageContaining("left no " + output + "/model");
  }

  @Test
  void refusesABatchThatCannotBeSplit() {
    assertThatThrownBy(() -> train("--run=" + folder + "/one", "--devices=3"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--batch=128")
        .hasMessageContaining("--devices");
  }

  @Test
  void refusesARunWithoutPrograms() {
    assertThatThrownBy(() -> train("--run=" + folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("codegen/part-*.jsonl");
  }

  private String train(String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of(options));
    args.add("--output=" + output);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Train.run(
        PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(TrainOptions.class),
        new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8);
  }

  private List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve("data/train.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
