package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.InitOptions;
import org.caco.pipelines.options.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir private Path folder;

  private String answering(String answers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InitOptions options = PipelineOptionsFactory.as(InitOptions.class);
    options.setFile(folder.resolve("run.yaml").toString());
    Init.run(
        options, new BufferedReader(new StringReader(answers)), new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8);
  }

  @Test
  void asksFiveQuestionsAndAgainWhereAnAnswerCannotBe() throws IOException {
    String asked =
        answering("/data/a*.jsonl\nhttp://localhost:8000/v1\n\nQwen3-8B\nmany\n500\n/data/out\n");

    assertThat(asked).contains("many is not a number").contains("Name of the model");
    assertThat(Files.readString(folder.resolve("run.yaml")))
        .contains(
            "seeds: '/data/a*.jsonl'\n",
            "endpoint: 'http://localhost:8000/v1'\n",
            "model: Qwen3-8B\n",
            "programs: 500\n",
            "output: /data/out\n");
  }

  @Test
  void takesTheDefaultsForEmptyAnswersAndAsksForNoModelThen() throws IOException {
    String asked = answering("\n\n\n\n");

    assertThat(asked).doesNotContain("Name of the model");
    assertThat(Files.readString(folder.resolve("run.yaml")))
        .contains("endpoint: 'embedded:'\n", "programs: 200\n", "output: out\n");
    assertThat(folder.resolve("demo-seeds.jsonl")).isNotEmptyFile();
  }

  @Test
  void leavesNothingWhereNobodyAnswers() {
    assertThatThrownBy(() -> answering("/data/a.jsonl\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--yes");
    assertThat(folder).isEmptyDirectory();
  }
}
