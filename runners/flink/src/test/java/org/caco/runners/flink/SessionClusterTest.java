package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What jobs leave behind on a TaskManager that outlives them: a trial that {@code
 * -Dcaco.session.jobs=20} asks for, since it takes minutes.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SessionClusterTest {
  private static final int JOBS = Integer.getInteger("caco.session.jobs", 0);
  private static final int IN_FLIGHT = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ServingConfig PROMPT =
      ServingConfig.PLAIN.withSlots(IN_FLIGHT, 0).withLatency(Duration.ofMillis(20), 0.5);
  private static final ServingConfig SLOW =
      ServingConfig.PLAIN.withSlots(IN_FLIGHT, 0).withLatency(Duration.ofMillis(500), 0.5);

  @TempDir private Path folder;
  private Path seeds;

  /** What a job does, and how its command ends. */
  private enum Kind {
    ENDS,
    CANCELLED,
    FAILS;

    /** Of 20 jobs, three are cancelled and two fail. */
    static Kind of(int job) {
      return switch (job % 7) {
        case 2 -> CANCELLED;
        case 4 -> job < 14 ? FAILS : ENDS;
        default -> ENDS;
      };
    }
  }

  @BeforeEach
  void writeSeeds() throws IOException {
    assumeTrue(JOBS > 0, "a trial of minutes: -Dcaco.session.jobs=20 runs it");
    seeds = folder.resolve("seeds.jsonl");
    try (BufferedReader bundled =
        new BufferedReader(
            new InputStreamReader(
                Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl"), UTF_8))) {
      Files.write(seeds, bundled.lines().limit(6).toList());
    }
  }

  @Test
  void aTaskManagerIsAfterEachJobAsItWasAfterTheFirst(@TempDir Path home) throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(home, 1)) {
      long pid = cluster.taskManagers().get(0).pid();
      run(cluster, 0, Kind.ENDS);
      ProcessLevel first = ProcessLevel.settled(pid, null, PATIENCE);
      System.out.println("after the first job: " + first);
      for (int job = 1; job < JOBS; job++) {
        Kind kind = Kind.of(job);
        Instant start = Instant.now();
        run(cluster, job, kind);
        ProcessLevel after = ProcessLevel.settled(pid, first, PATIENCE);
        System.out.printf(
            "after job %d (%s, %d s): %s%n",
            job, kind, Duration.between(start, Instant.now()).toSeconds(), after);
        assertThat(after.moreThan(first)).as("left by job %d (%s)", job, kind).isEmpty();
      }
    }
  }

  private void run(FlinkCluster cluster, int job, Kind kind) throws Exception {
    try (EmbeddedModelServer server =
        EmbeddedModelServer.start(0, kind == Kind.CANCELLED ? SLOW : PROMPT)) {
      List<String> args =
          new ArrayList<>(
              List.of(
                  "synthesize",
                  "--runner=flink",
                  "--flinkMaster=" + cluster.master(),
                  "--parallelism=1",
                  "--seeds=" + seeds,
                  "--output=" + folder.resolve("job" + job),
                  "--programs=" + (kind == Kind.CANCELLED ? 100 : 12),
                  "--model=embedded",
                  "--maxInFlight=" + IN_FLIGHT));
      if (kind != Kind.ENDS || job % 2 == 0) {
        // Else it is the model inside the TaskManager.
        args.add("--endpoint=" + server.uri());
      }
      if (kind == Kind.FAILS) {
        args.add("--python=/nowhere/python3");
      }
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(
              () ->
                  Caco.run(
                      args,
                      new PrintStream(new ByteArrayOutputStream()),
                      new PrintStream(err, true, UTF_8)),
              task -> new Thread(task, "job " + job).start());
      if (kind == Kind.CANCELLED) {
        cancelInTheMiddle(cluster, server, status);
      }
      int ended = status.get();
      String said = err.toString(UTF_8);
      if (kind == Kind.ENDS) {
        assertThat(ended).as(said).isZero();
      } else {
        assertThat(ended).as(said).isOne();
      }
      if (kind == Kind.FAILS) {
        assertThat(said.strip()).hasLineCount(1).contains("/nowhere/python3");
      }
    }
  }

  /** Cancels a job while it calls the model, and sees that it calls no more. */
  private static void cancelInTheMiddle(
      FlinkCluster cluster, EmbeddedModelServer server, CompletableFuture<Integer> run)
      throws Exception {
    // Past the seeds' programs, where more is queued than is under way.
    while (server.stats().requests() < 6 + 3 * IN_FLIGHT) {
      assertThat(run.isDone()).as("the run is over before it is cancelled").isFalse();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    cluster.cancelJobs();
    long requests = server.stats().requests();
    long served = server.stats().served();
    run.get();
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      assertThat(server.stats().requests())
          .as("calls that began after the cancel")
          .isEqualTo(requests);
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(server.stats().served() - served)
        .as("calls that ended after the cancel")
        .isLessThanOrEqualTo(IN_FLIGHT);
  }
}
