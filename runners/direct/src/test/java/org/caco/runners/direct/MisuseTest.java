package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hundred and more ways to call a command wrongly, from misuses.txt: each is told in one line
 * that names the option and the fix, ends with 2, and leaves nothing behind.
 */
class MisuseTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "seeds.jsonl",
        "{\"id\": \"1\", \"problem\": \"What is 2 + 3?\", \"solution\": \"2 + 3 = 5\","
            + " \"answer\": \"5\"}\n");
    write("lines.jsonl", "{\"id\": 1, \"code\": \"output = 1\", \"gold\": 1, \"pred\": 1}\n");
    write("pages.html", "<!DOCTYPE html><html><body>Not found</body></html>\n");
    write("empty.jsonl", "");
    write("typo.yaml", "# mine\nprogramms: 5\n");
    write("value.yaml", "seeds: seeds.jsonl\n\nprograms: many\n");
    write("twice.yaml", "programs: 5\nprograms: 6\n");
    write("broken.yaml", "programs: 5\nseeds: [a, b\n");
    write("list.yaml", "- programs\n");
    write("lists.yaml", "model: [a, b]\n");
    write("alias.yaml", "model: &m a\njudgeModel: *m\n");
    write("broken.json", "{\"programs\": 5,\n \"model\" \"a\"}\n");
    write("nested.yaml", "solve:\n  model: a\n");
    write(
        "run.json",
        "{\"fingerprint\": \"0\", \"configuration\": {\"command\": \"synthesize\", \"python\":"
            + " \"/opt/evil/python\", \"programs\": \"7\"}, \"other\": {}}");
    write("prices.json", "{\"other\": {\"input\": 1, \"output\": 1}}");
    write("prompt.txt", "[user]\n{{problem}} {{answer}}\n");
    Files.createDirectories(folder.resolve("norun"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  static List<String> misuses() {
    try (InputStream in = MisuseTest.class.getResourceAsStream("misuses.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void areAHundredAtLeast() {
    assertThat(misuses()).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void isToldInOneLineAndLeavesNothing(String misuse) throws IOException {
    SortedMap<String, Long> before = files();
    String[] parts = misuse.split(" => ", 2);
    String[] args =
        Arrays.stream(parts[0].split(" +", -1))
            .map(
                arg ->
                    arg.equals("SYNTHESIZE")
                        ? "synthesize --seeds=DIR/seeds.jsonl --output=DIR/run --endpoint=embedded:"
                        : arg)
            .flatMap(arg -> Arrays.stream(arg.split(" ", -1)))
            .map(arg -> arg.replace("DIR", folder.toString()).replace("_SPACE_", " "))
            .toArray(String[]::new);

    Ran ran = Ran.caco(args);

    assertThat(ran.err()).as("exit status %s%n%s", ran.status(), ran.out()).isNotEmpty();
    assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.err().strip()).startsWith("caco: ").contains(parts[1].split(" & ", -1));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  /** Whatever is below the test's folder and directly in the one that it runs in, and its size. */
  private SortedMap<String, Long> files() throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    try (Stream<Path> below = Files.walk(folder);
        Stream<Path> here = Files.list(Path.of(""))) {
      for (Path file : Stream.concat(below, here).toList()) {
        files.put(file.toString(), Files.isDirectory(file) ? 0 : Files.size(file));
      }
    }
    return files;
  }
}
