package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.caco.transforms.model.Sample.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that refuses whatever it is asked is not asked for every record. */
@Timeout(60)
final class EarlyStopTest {
  private static final int RECORDS = 200;

  private static ModelConfig config(ScriptedServer server) {
    return Asking.config(server).toBuilder()
        .setLimits(Limits.none().withRun(server.address()))
        .build();
  }

  /** Asks as many threads of a run would, all at once. */
  private static List<CallResult> askAll(ModelConfig config) throws Exception {
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Prompt prompt = new Prompt(List.of(new Message("user", "question " + i)), i);
      results.addAll(
          Asking.client(config).submit(new Bundle(), List.of(ModelRequest.of(config, prompt, 0))));
    }
    List<CallResult> all = new ArrayList<>();
    for (CompletableFuture<CallResult> result : results) {
      all.add(result.get());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "401 | {\"error\":{\"message\":\"Incorrect API key provided\"}} | Incorrect API key provided",
        "403 | {\"detail\":\"Not your project\"} | Not your project",
        "402 | {\"error\":{\"message\":\"Insufficient credits\",\"code\":402}} | Insufficient credits",
        "404 | {\"object\":\"error\",\"message\":\"The model `m` does not exist.\"} |"
            + " The model `m` does not exist.",
        "404 | <html> <h1>Not Found</h1></html> | <h1>Not Found</h1>",
        "400 | [{\"error\":{\"code\":400,\"message\":\"API key not valid.\"}}] | API key not valid.",
        "400 | {\"error\":{\"message\":\"m is not a valid model ID\",\"code\":400}} |"
            + " m is not a valid model ID",
        "400 | {\"error\":{\"message\":\"Your credit balance is too low\"}} |"
            + " Your credit balance is too low",
        "429 | {\"error\":{\"message\":\"You exceeded your current quota\","
            + "\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}} |"
            + " You exceeded your current quota",
        "308 | moved | moved",
      })
  void aServerThatRefusesEveryCallGetsFew(int status, String body, String sentence)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> status(status, body))) {
      List<CallResult> results = askAll(config(server));

      assertThat(server.requests()).hasSizeLessThanOrEqualTo(Standing.AT_FIRST);
      assertThat(results)
          .filteredOn(result -> result.failure().limit() == Limit.ENDPOINT)
          .hasSizeGreaterThanOrEqualTo(RECORDS - Standing.AT_FIRST)
          .allSatisfy(
              result ->
                  assertThat(result.failure().evidence())
                      .contains(server.address(), "status " + status, sentence));
    }
  }

  @Test
  void refusalsAmongAnswersStopNothing() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            request -> {
              int call = calls.incrementAndGet();
              return call >= 10 && call < 30 ? status(401, "for a moment") : says("yes");
            })) {
      assertThat(askAll(config(server)))
          .filteredOn(result -> result.failure() != null)
          .hasSize(20)
          .allSatisfy(result -> assertThat(result.failure().reason()).isEqualTo("http_401"));
    }
  }

  @Test
  void anAccountThatHasNothingLeftStopsAServerThatHasWorked() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            request -> calls.incrementAndGet() <= 10 ? says("yes") : status(402, "pay first"))) {
      assertThat(askAll(config(server)))
          .filteredOn(
              result -> result.failure() != null && result.failure().limit() == Limit.ENDPOINT)
          .isNotEmpty()
          .allSatisfy(result -> assertThat(result.failure().evidence()).contains("pay first"));
    }
  }

  @Test
  void refusedContentsStopNothing() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(request -> status(403, "{\"error\":\"the input was flagged\"}"))) {
      assertThat(askAll(config(server)))
          .allSatisfy(result -> assertThat(result.failure().reason()).isEqualTo("http_403"));
    }
  }

  @Test
  void theOtherRolesOfTheRunAreStoppedToo() throws Exception {
    try (ScriptedServer refusing = new ScriptedServer(request -> status(401, "no"));
        ScriptedServer answering = new ScriptedServer(request -> says("yes"))) {
      Limits limits = Limits.none().withRun(refusing.address());
      ModelConfig other = Asking.config(answering).toBuilder().setLimits(limits).build();
      // The first lease keeps what the run has spent.
      askAll(Asking.config(refusing).toBuilder().setLimits(limits).build());

      assertThat(askAll(other))
          .allSatisfy(result -> assertThat(result.failure().limit()).isEqualTo(Limit.ENDPOINT));
      assertThat(answering.requests()).isEmpty();
    }
  }

  @Test
  void theSentenceHoldsNoKey(@TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "sk-0123456789");
    try (ScriptedServer server =
        new ScriptedServer(
            request -> status(401, "not " + request.headers().get("authorization")))) {
      ModelConfig config =
          config(server).toBuilder().setApiKey(ApiKey.file(key.toString())).build();
      assertThat(askAll(config))
          .filteredOn(result -> result.failure().limit() == Limit.ENDPOINT)
          .isNotEmpty()
          .allSatisfy(
              result -> assertThat(result.failure().evidence()).endsWith("not Bearer [key]"));
    }
  }
}
