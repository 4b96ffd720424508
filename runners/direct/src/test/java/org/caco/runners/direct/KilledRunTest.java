package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingConfig;
import org.caco.server.ServingStats;
import org.caco.transforms.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run whose process is killed, and the same command once more. {@code
 * -Dcaco.killed.programs=2000} makes it a trial of that size, and it prints how much was asked
 * again; by default it is small.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class KilledRunTest {
  private static final int PROGRAMS = Integer.getInteger("caco.killed.programs", 20);
  private static final int SEEDS = 8;
  // Of about four calls a program.
  private static final int SERVED_BEFORE = 2 * PROGRAMS;

  @TempDir private static Path folder;

  @Test
  void theSameCommandContinuesARunThatWasKilled() throws Exception {
    Path seeds = folder.resolve("seeds.jsonl");
    try (var bundled = Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      List<String> lines = new String(bundled.readAllBytes(), UTF_8).lines().toList();
      Files.write(seeds, lines.subList(0, SEEDS));
    }
    Path undisturbed = folder.resolve("undisturbed");
    ok(Ran.caco(command(seeds, undisturbed)));
    ServingConfig slow =
        ServingConfig.PLAIN.withSlots(8, 0).withLatency(Duration.ofMillis(50), 0.8);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, slow)) {
      Path output = folder.resolve("killed");
      String[] command = command(seeds, output, "--endpoint=" + server.uri(), "--maxInFlight=12");

      long lost = killAfter(server, command, output);
      ok(Ran.caco(command));

      ServingStats stats = server.stats();
      System.out.printf(
          "killed after %d calls or more of %d; %d asked again%n",
          SERVED_BEFORE, stats.served() - stats.repeated(), stats.repeated());
      assertThat(stats.repeated()).as("asked again").isLessThanOrEqualTo(lost);
      assertThat(Rows.lines(output, "dataset"))
          .isNotEmpty()
          .isEqualTo(Rows.lines(undisturbed, "dataset"));
      assertThat(Rows.lines(output, "rejected")).isEqualTo(Rows.lines(undisturbed, "rejected"));
    }
  }

  @Test
  void aRunThatIsStoppedSaysHowToGoOn() throws Exception {
    Path seeds = folder.resolve("stopped.jsonl");
    try (var bundled = Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      Files.copy(bundled, seeds);
    }
    ServingConfig slow = ServingConfig.PLAIN.withLatency(Duration.ofMillis(200), 0);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, slow)) {
      Path log = folder.resolve("stopped.log");
      Process process =
          start(command(seeds, folder.resolve("stopped"), "--endpoint=" + server.uri()), log);
      awaitServed(server, 1, process, log);

      process.destroy();
      process.waitFor();

      assertThat(Files.readString(log)).contains("Stopped. The same command continues it");
    }
  }

  /**
   * Runs the command until the server has served enough, and kills it; what it had no time to keep.
   */
  private static long killAfter(EmbeddedModelServer server, String[] command, Path output)
      throws IOException, InterruptedException {
    Path log = folder.resolve("killed.log");
    Process process = start(command, log);
    awaitServed(server, SERVED_BEFORE, process, log);
    process.destroyForcibly().waitFor();
    while (server.stats().inSlots() > 0) {
      Thread.onSpinWait();
    }
    int kept = Journal.acquire(output.resolve("journal").toString()).get().size();
    assertThat(kept).as("responses in the journal").isPositive();
    return server.stats().served() - kept;
  }

  private static Process start(String[] command, Path log) throws IOException {
    List<String> java = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Caco.class.getName()));
    java.addAll(List.of(command));
    return new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static void awaitServed(EmbeddedModelServer server, int calls, Process process, Path log)
      throws IOException, InterruptedException {
    while (server.stats().served() < calls) {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      // The other process needs the processor more than this loop does.
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String[] command(Path seeds, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + seeds));
    args.addAll(List.of("--output=" + output, "--programs=" + PROGRAMS, "--model=embedded"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static void ok(Ran ran) {
    assertThat(ran.status()).as(ran.err()).isZero();
  }
}
