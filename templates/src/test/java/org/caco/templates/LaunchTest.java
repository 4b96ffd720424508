package org.caco.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts a job, with a script in gcloud's place that notes what it is given. */
class LaunchTest {
  @TempDir private Path folder;

  @Test
  void givesParametersInAFileAndWhatFollowsTheDashesToGcloud() throws Exception {
    assertThat(launch("--seeds=gs://b/a,c", "--output=gs://b/o", "--", "--max-workers=20", "--x"))
        .isZero();

    List<String> words = Files.readAllLines(folder.resolve("words"));
    assertThat(words)
        .startsWith("dataflow", "flex-template", "run")
        .endsWith("--max-workers=20", "--x");
    assertThat(words).noneMatch(word -> word.contains("seeds"));
    assertThat(new ObjectMapper().readTree(folder.resolve("flags").toFile()))
        .isEqualTo(
            new ObjectMapper()
                .valueToTree(
                    Map.of("--parameters", Map.of("seeds", "gs://b/a,c", "output", "gs://b/o"))));
  }

  @Test
  void refusesWhatIsNoParameter() throws Exception {
    assertThat(launch("seeds")).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("err")))
        .contains("what is seeds?")
        .contains("behind --");
  }

  private int launch(String... args) throws IOException, InterruptedException {
    Path gcloud = folder.resolve("gcloud");
    Files.writeString(
        gcloud,
        """
        #!/usr/bin/env bash
        cd -- "$(dirname -- "$0")"
        printf '%s\\n' "$@" >words
        while [[ $1 != --flags-file ]]; do shift; done
        cp -- "$2" flags
        """);
    Files.setPosixFilePermissions(gcloud, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("./launch"), Stream.of(args)).toList())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder
        .environment()
        .putAll(
            Map.of("PROJECT", "p", "REGION", "r", "BUCKET", "b", "REPOSITORY", "x", "BUILD", "no"));
    return builder.start().waitFor();
  }
}
