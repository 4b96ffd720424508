package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty tasks, as an agent solves them that has read the page for agents: each runs. */
class AgentTasksTest {
  @TempDir private Path folder;

  @Test
  void runAtTheFirstTry() throws IOException {
    writeFiles();
    List<String> lines = tasks();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      for (int i = 0; i < lines.size(); i += 2) {
        String[] args =
            Arrays.stream(lines.get(i + 1).split(" ", -1))
                .map(arg -> arg.replace("DIR", folder.toString()))
                .map(arg -> arg.replace("SERVER", server.uri().toString().replaceFirst("/+$", "")))
                .toArray(String[]::new);

        Ran ran = Ran.caco(args);

        assertThat(ran.status())
            .as("%s%n%s%n%s", lines.get(i), lines.get(i + 1), ran.err())
            .isZero();
        assertThat(ran.out()).as(lines.get(i)).isNotEmpty();
      }
    }
    // Files are unordered.
    assertThat(Files.readAllLines(folder.resolve("again/dataset/part-00000-of-00001.jsonl")))
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(folder.resolve("out/dataset/part-00000-of-00001.jsonl")));
    for (String row :
        Ran.caco("show", "--run=" + folder + "/out", "--json").out().lines().toList()) {
      assertThat(new ObjectMapper().readTree(row).path("instruction").asText()).isNotEmpty();
    }
  }

  private static List<String> tasks() throws IOException {
    try (InputStream in = AgentTasksTest.class.getResourceAsStream("agent-tasks.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private void writeFiles() throws IOException {
    StringBuilder seeds = new StringBuilder();
    StringBuilder odd = new StringBuilder();
    for (int i = 2; i < 8; i++) {
      String problem =
          "Ann has %d boxes of %d apples each. She gives away %d apples. How many are left?"
              .formatted(i, i + 4, i);
      int all = i * (i + 4);
      String solution =
          "There are %d*%d = <<%d*%d=%d>>%d apples. %d-%d = <<%d-%d=%d>>%d are left."
              .formatted(i, i + 4, i, i + 4, all, all, all, i, all, i, all - i, all - i);
      seeds.append(
          "{\"question\": \"%s\", \"answer\": \"%s\\n#### %d\"}\n"
              .formatted(problem, solution, all - i));
      odd.append(
          "{\"query\": \"%s\", \"told\": \"%s\", \"meta\": {\"key\": \"%d\"}}\n"
              .formatted(problem, solution, all - i));
    }
    Files.writeString(folder.resolve("seeds.jsonl"), seeds);
    Files.writeString(folder.resolve("odd.jsonl"), odd);
    Files.writeString(
        folder.resolve("bench.jsonl"), "{\"question\": \"What is seven times six?\"}\n");
    Files.writeString(
        folder.resolve("lines.jsonl"),
        "{\"id\": 1, \"code\": \"output = 1\", \"gold\": \"1/2\", \"pred\": \"0.5\"}\n");
    Files.writeString(
        folder.resolve("prices.json"), "{\"embedded:0\": {\"input\": 0.3, \"output\": 1.2}}");
  }
}
