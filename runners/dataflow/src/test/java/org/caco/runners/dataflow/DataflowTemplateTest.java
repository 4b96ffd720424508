package org.caco.runners.dataflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes a template of the whole synthesis without a network. */
class DataflowTemplateTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void holdsEveryStepOfTheSynthesisAndTheImageOfTheWorkers() throws Exception {
    Path template = folder.resolve("template.json");

    int status =
        run("--templateLocation=" + template, "--project=a-project", "--region=europe-west4");

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    RunnerApi.Pipeline pipeline =
        RunnerApi.Pipeline.parseFrom(RecordingStager.STAGED.get("pipeline.pb"));
    assertThat(pipeline.getRootTransformIdsList())
        .extracting(id -> pipeline.getComponents().getTransformsOrThrow(id).getUniqueName())
        .contains(
            "ReadSeeds",
            "UnifySeeds",
            "ExecuteSeedPrograms",
            "ApplySeedRules",
            "CheckAnswer",
            "GeneratePrograms",
            "ExecutePrograms",
            "ApplyRules",
            "ChooseInput",
            "DropDuplicates",
            "DropNearDuplicates",
            "WriteProblem",
            "SolveProblem",
            "CheckConsistency",
            "JudgeConsistency",
            "CheckRow");
    assertThat(pipeline.getComponents().getTransformsMap().values())
        .extracting(RunnerApi.PTransform::getUniqueName)
        .contains(
            "SolveProblem/Spread",
            "SolveProblem/CallModel",
            "SolveProblem/Reshuffle accepted",
            "ExecutePrograms/Execute");
    JsonNode job = new ObjectMapper().readTree(template.toFile());
    assertThat(job.findValuesAsText("containerImage")).contains("workers:1");
    assertThat(job.findValue("options").path("programs").asText()).isEqualTo("7");
    assertThat(job.findValue("options").path("isolation").asText()).isEqualTo("landlock");
    assertThat(job.path("name").asText()).isEqualTo("caco-synthesize-output");
  }

  @Test
  void saysInOneSentenceWhatDataflowNeeds() throws Exception {
    int status = run("--project=a-project", "--region=");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "caco: --runner=dataflow needs --region=REGION, such as europe-west4."
                + System.lineSeparator());
  }

  private int run(String... options) throws Exception {
    Path seeds =
        Files.writeString(
            folder.resolve("seeds.jsonl"),
            "{\"id\":\"1\",\"problem\":\"p\",\"solution\":\"s\",\"answer\":\"1\"}\n");
    List<String> args =
        new ArrayList<>(
            List.of(
                "synthesize",
                "--runner=dataflow",
                "--endpoint=embedded:",
                "--seeds=" + seeds,
                "--output=" + folder.resolve("output"),
                "--programs=7",
                "--sdkContainerImage=workers:1",
                // Without one, Beam looks for a bucket of the project's.
                "--gcpTempLocation=gs://bucket/temp",
                "--credentialFactoryClass=" + NoopCredentialFactory.class.getName(),
                "--pathValidatorClass=" + NoopPathValidator.class.getName(),
                "--stagerClass=" + RecordingStager.class.getName()));
    args.addAll(List.of(options));
    return Caco.run(
        args, new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true, UTF_8));
  }
}
