package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.raw;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of many calls when servers fail in turn. */
final class ModelClientTest {
  private static ModelConfig config(String endpoints) {
    return ModelConfig.of("solve", endpoints, "m").toBuilder()
        .setBackoff(Duration.ofMillis(1))
        .setTimeout(Duration.ofSeconds(20))
        .setMaxAttempts(3)
        .build();
  }

  private static List<CallResult> ask(ModelConfig config, int calls) throws Exception {
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      results.add(submit(config, "question " + i));
    }
    List<CallResult> ended = new ArrayList<>();
    for (CompletableFuture<CallResult> result : results) {
      ended.add(result.get());
    }
    return ended;
  }

  private static CompletableFuture<CallResult> submit(ModelConfig config, String question)
      throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", question)), 1);
    return Asking.client(config)
        .submit(new Bundle(), List.of(ModelRequest.of(config, prompt, 0)))
        .get(0);
  }

  @Test
  void anOutageCostsNoRecord() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(request -> count.incrementAndGet() <= 12 ? raw("") : says("yes"))) {
      // One call may meet them all: those that are tried again go first.
      ModelConfig config = config(server.address()).toBuilder().setMaxAttempts(13).build();
      assertThat(ask(config, 60)).allSatisfy(result -> assertThat(result.failure()).isNull());
    }
  }

  @Test
  void anotherEndpointTakesOverFromADeadOne() throws Exception {
    try (ScriptedServer.Nobody dead = new ScriptedServer.Nobody();
        ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      assertThat(ask(config(dead.address() + "," + server.address()), 60))
          .allSatisfy(result -> assertThat(result.failure()).isNull());
    }
  }

  @Test
  void twoEndpointsShareTheCalls() throws Exception {
    try (ScriptedServer one = new ScriptedServer(request -> says("yes"));
        ScriptedServer other = new ScriptedServer(request -> says("yes"))) {
      ask(config(one.address() + "," + other.address()), 100);
      assertThat(one.requests().size()).isBetween(20, 80);
      assertThat(one.requests().size() + other.requests().size()).isEqualTo(100);
    }
  }

  @Test
  void whereNobodyAnswersEveryCallEndsByName() throws Exception {
    try (ScriptedServer.Nobody dead = new ScriptedServer.Nobody()) {
      ModelConfig config =
          config(dead.address()).toBuilder().setTimeout(Duration.ofMillis(200)).build();
      assertThat(ask(config, 60))
          .allSatisfy(
              result ->
                  assertThat(result.failure().reason()).isIn("endpoint_unreachable", "timeout"));
    }
  }

  @Test
  void aCallThatBacksOffLeavesItsPlaceToOthers() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> request.question().equals("bad") ? status(500, "") : says("yes"))) {
      ModelConfig config =
          config(server.address()).toBuilder()
              .setMaxInFlight(1)
              .setBackoff(Duration.ofMinutes(10))
              .build();
      CompletableFuture<CallResult> bad = submit(config, "bad");
      assertThat(submit(config, "good").get().failure()).isNull();
      assertThat(bad).isNotDone();
    }
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> request.attempt() == 1 ? status(429, "", "Retry-After: 1") : says("yes"))) {
      long start = System.nanoTime();
      CallResult result = ask(config(server.address()), 1).get(0);
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(990).toNanos());
      assertThat(result.throttledMillis()).isGreaterThanOrEqualTo(1_000);
    }
  }

  @Test
  @Timeout(60)
  void theLastCallIsAskedAgainWhereItHangs() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            request -> {
              if (!request.question().equals("last")) {
                return says("yes");
              }
              if (request.attempt() == 1) {
                return out -> {
                  answered.await();
                  return false;
                };
              }
              answered.countDown();
              return says("after all");
            })) {
      ModelConfig config =
          config(server.address()).toBuilder().setTimeout(Duration.ofMinutes(5)).build();
      ask(config, 100);
      assertThat(submit(config, "last").get().response().reply().text()).isEqualTo("after all");
    }
  }

  @Test
  @Timeout(60)
  void aProbeThatHangsHoldsUpNobodyForLong() throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    AtomicInteger broken = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            request -> {
              if (request.question().startsWith("question") || up.getCount() == 0) {
                return says("yes");
              }
              if (broken.incrementAndGet() <= Endpoint.FAILURES_TO_OPEN) {
                return raw("");
              }
              return out -> {
                up.countDown();
                Thread.sleep(Duration.ofMinutes(2).toMillis());
                return false;
              };
            })) {
      ModelConfig config =
          config(server.address()).toBuilder().setTimeout(Duration.ofMinutes(5)).build();
      ask(config, 100);
      List<CompletableFuture<CallResult>> others = new ArrayList<>();
      for (int i = 0; i < Endpoint.FAILURES_TO_OPEN; i++) {
        others.add(submit(config, "other " + i));
      }
      for (CompletableFuture<CallResult> other : others) {
        assertThat(other.get().failure()).isNull();
      }
    }
  }

  @Property(tries = 20)
  void whateverFailsEveryCallEndsOnce(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> faults,
      @ForAll @IntRange(min = 1, max = 30) int maxInFlight)
      throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(request -> reply(faults.get(count.getAndIncrement() % faults.size())))) {
      ModelConfig config =
          config(server.address()).toBuilder()
              .setTimeout(Duration.ofMillis(300))
              .setMaxAttempts(2)
              .setMaxInFlight(maxInFlight)
              .build();
      assertThat(ask(config, 50))
          .hasSize(50)
          .allSatisfy(
              result ->
                  assertThat(result.failure() == null)
                      .isEqualTo(
                          result.response() != null
                              && result.response().defect(Integer.MAX_VALUE) == null));
    }
  }

  private static Reply reply(int fault) {
    return switch (fault) {
      case 0 -> status(500, "");
      case 1 -> status(429, "", "Retry-After: 0");
      case 2 -> raw("");
      case 3 -> raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
      case 4 -> status(200, "<html>");
      case 5 -> says("cut", "length");
      case 6 -> status(400, "");
      case 7 ->
          out -> {
            Thread.sleep(ThreadLocalRandom.current().nextInt(20));
            return says("late").write(out);
          };
      default -> says("yes");
    };
  }
}
