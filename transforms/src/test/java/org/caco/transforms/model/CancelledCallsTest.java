package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.step.Shared;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls whose bundle is cancelled, and of a client that nobody uses any more. */
@Timeout(60)
final class CancelledCallsTest {
  private static final int IN_FLIGHT = 4;

  // Other tests of this JVM have clients too.
  private final Set<Thread> before = threads();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(IN_FLIGHT);
  private final ScriptedServer server =
      new ScriptedServer(
          request ->
              out -> {
                arrived.countDown();
                answer.await();
                return says(request.question()).write(out);
              });
  private final ModelConfig config =
      Asking.config(server).toBuilder().setMaxInFlight(IN_FLIGHT).build();
  private final Shared.Lease<ModelClient> client = ModelClient.acquire(config);

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  private List<CompletableFuture<CallResult>> ask(Bundle bundle, int from, int to)
      throws Exception {
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Prompt prompt = new Prompt(List.of(new Message("user", "question " + i)), 1);
      results.addAll(client.get().submit(bundle, List.of(ModelRequest.of(config, prompt, 0))));
    }
    return results;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("caco-"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void nothingThatIsQueuedIsSentAfterACancel() throws Exception {
    Bundle bundle = new Bundle();
    List<CompletableFuture<CallResult>> results = ask(bundle, 0, 10 * IN_FLIGHT);
    arrived.await();
    client.get().cancel(bundle);
    answer.countDown();
    for (CompletableFuture<CallResult> result : results) {
      result.get();
    }
    assertThat(server.requests()).hasSize(IN_FLIGHT);
  }

  @Test
  void whatAnotherBundleAsksForTooIsSentAllTheSame() throws Exception {
    Bundle cancelled = new Bundle();
    ask(cancelled, 0, 2 * IN_FLIGHT);
    List<CompletableFuture<CallResult>> wanted = ask(new Bundle(), IN_FLIGHT, 2 * IN_FLIGHT);
    arrived.await();
    client.get().cancel(cancelled);
    answer.countDown();
    for (CompletableFuture<CallResult> result : wanted) {
      assertThat(result.get().failure()).isNull();
    }
  }

  @Test
  void aCallThatWasCancelledIsAskedAgainByWhoComesThen() throws Exception {
    Bundle cancelled = new Bundle();
    ask(cancelled, 0, 2 * IN_FLIGHT);
    arrived.await();
    cancelled.cancel();
    List<CompletableFuture<CallResult>> results =
        ask(new Bundle(), 2 * IN_FLIGHT - 1, 2 * IN_FLIGHT);
    answer.countDown();
    assertThat(results.get(0).get().response().reply().text()).startsWith("question");
  }

  @Test
  void aClientThatNobodyUsesLeavesNoThread() throws Exception {
    List<CompletableFuture<CallResult>> results = ask(new Bundle(), 0, IN_FLIGHT);
    arrived.await();
    Set<Thread> threads = threads();
    threads.removeAll(before);
    client.close();
    for (CompletableFuture<CallResult> result : results) {
      assertThat(result.get().isCancelled()).isTrue();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
