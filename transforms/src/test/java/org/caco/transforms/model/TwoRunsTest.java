package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.step.Shared;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that use one journal at the same time. */
@Timeout(120)
final class TwoRunsTest {
  private static final int QUESTIONS = 60;

  @TempDir private Path journal;

  /** Clients that nobody uses any more write into the journal until they are closed. */
  @AfterEach
  void awaitClients() throws Exception {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("caco-model-clients")) {
        thread.join();
      }
    }
  }

  private static ModelConfig config(String endpoint, Path journal, String run) {
    return ModelConfig.of("solve", endpoint, "m").toBuilder()
        .setJournal(journal.toString())
        .setLimits(Limits.none().withRun(run))
        .build();
  }

  private static List<CompletableFuture<CallResult>> ask(ModelClient client) throws Exception {
    Bundle bundle = new Bundle();
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Prompt prompt = new Prompt(List.of(new Message("user", "question " + i)), 1);
      results.addAll(client.submit(bundle, List.of(ModelRequest.of(client.config(), prompt, 0))));
    }
    return results;
  }

  private static void assertAnswered(List<CompletableFuture<CallResult>> results) throws Exception {
    for (CompletableFuture<CallResult> result : results) {
      assertThat(result.get().failure()).isNull();
    }
  }

  @Test
  void whatTwoRunsAskForAtOnceIsPaidOnce() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                request ->
                    out -> {
                      Thread.sleep(50);
                      return says(request.question()).write(out);
                    });
        Shared.Lease<ModelClient> one =
            ModelClient.acquire(config(server.address(), journal, "one"));
        Shared.Lease<ModelClient> other =
            ModelClient.acquire(config(server.address(), journal, "other"))) {
      List<CompletableFuture<List<CompletableFuture<CallResult>>>> runs = new ArrayList<>();
      for (Shared.Lease<ModelClient> run : List.of(one, other)) {
        runs.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return ask(run.get());
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<List<CompletableFuture<CallResult>>> run : runs) {
        assertAnswered(run.get());
      }
      assertThat(server.requests()).hasSize(QUESTIONS);
    }
  }

  @Test
  void aRunThatComesLaterWaitsForWhatIsUnderWay() throws Exception {
    CountDownLatch arrived = new CountDownLatch(Standing.AT_FIRST);
    CountDownLatch answer = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                request ->
                    out -> {
                      arrived.countDown();
                      answer.await();
                      return says(request.question()).write(out);
                    });
        Shared.Lease<ModelClient> one =
            ModelClient.acquire(config(server.address(), journal, "one"));
        Shared.Lease<ModelClient> other =
            ModelClient.acquire(config(server.address(), journal, "other"))) {
      List<CompletableFuture<CallResult>> first = ask(one.get());
      arrived.await();
      List<CompletableFuture<CallResult>> second = ask(other.get());
      answer.countDown();
      assertAnswered(first);
      assertAnswered(second);
      assertThat(server.requests()).hasSize(QUESTIONS);
    }
  }

  /** A run in a process of its own: of an endpoint, for a journal. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws Exception {
      assertAnswered(ask(ModelClient.acquire(config(args[0], Path.of(args[1]), "killed")).get()));
    }
  }

  private Process start(ScriptedServer server) throws Exception {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            server.address(),
            journal.toString())
        .inheritIO()
        .start();
  }

  @Test
  void aRunThatIsKilledInTheMiddleHoldsUpNobody() throws Exception {
    CountDownLatch arrived = new CountDownLatch(Standing.AT_FIRST);
    CountDownLatch killed = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                out -> {
                  arrived.countDown();
                  if (killed.getCount() > 0) {
                    killed.await();
                    return false;
                  }
                  return says(request.question()).write(out);
                })) {
      Process process = start(server);
      arrived.await();
      try (Shared.Lease<ModelClient> other =
          ModelClient.acquire(config(server.address(), journal, "other"))) {
        List<CompletableFuture<CallResult>> results = ask(other.get());
        process.destroyForcibly().waitFor();
        killed.countDown();
        assertAnswered(results);
      }
    }
  }

  @Test
  void aRunOnAnotherMachineThatIsDeadHoldsUpOthersForTwentySeconds() throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", "question 0")), 1);
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"));
        Shared.Lease<ModelClient> client =
            ModelClient.acquire(config(server.address(), journal, "alive"))) {
      String hash = ModelRequest.of(client.get().config(), prompt, 0).hash();
      Files.writeString(
          journal.resolve("claims-" + "0".repeat(32) + "-dead.txt"),
          "host elsewhere\npid 1\nbeat 7\nasks " + hash + "\nend\n");
      long start = System.nanoTime();
      assertAnswered(ask(client.get()));
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isBetween(15L, 30L);
    }
  }

  @Test
  void aRunLeavesNothingBesideItsResponses() throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      try (Shared.Lease<ModelClient> client =
          ModelClient.acquire(config(server.address(), journal, "one"))) {
        assertAnswered(ask(client.get()));
      }
      while (files().anyMatch(name -> name.startsWith("claims-"))) {
        // The client is closed some seconds after its last lease.
        Thread.onSpinWait();
      }
      assertThat(files()).allMatch(name -> name.startsWith("responses-"));
    }
  }

  private Stream<String> files() throws Exception {
    try (Stream<Path> files = Files.list(journal)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
