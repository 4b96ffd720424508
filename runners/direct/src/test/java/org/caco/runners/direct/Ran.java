package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caco.pipelines.command.Caco;

/** What a command left behind: its exit status and what it printed. */
record Ran(int status, String out, String err) {
  static Ran caco(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Caco.run(
            List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /**
   * The demo, or a run of so many programs and seeds of GSM8K as the properties {@code
   * caco.NAME.programs} and {@code caco.NAME.seeds} say, or of another file's that {@code
   * caco.NAME.file} names.
   */
  static void demoOrGsm8k(String name, Path output, String... more) {
    List<String> command = new ArrayList<>(List.of(more));
    command.add("--output=" + output);
    command.add("--programs=" + System.getProperty("caco." + name + ".programs", "40"));
    String seeds = System.getProperty("caco." + name + ".seeds", "");
    if (seeds.isEmpty()) {
      command.add(0, "demo");
    } else {
      Path train =
          Path.of(
              System.getProperty(
                  "caco." + name + ".file",
                  System.getProperty("caco.data") + "/gsm8k/train.jsonl"));
      assumeTrue(Files.exists(train), () -> train + " is absent; set -Dcaco.data=DIR");
      command.add(0, "synthesize");
      command.addAll(List.of("--seeds=" + train, "--maxSeeds=" + seeds, "--endpoint=embedded:"));
    }
    Ran ran = caco(command.toArray(String[]::new));
    assertThat(ran.status()).as(ran.err()).isZero();
  }
}
