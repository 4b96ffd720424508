package org.caco.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvingGroundTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static HttpRequest request(EmbeddedModelServer server, int seed) {
    String body =
        "{\"model\":\"embedded:0\",\"seed\":"
            + seed
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    return HttpRequest.newBuilder(server.uri().resolve("/v1/chat/completions"))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static EmbeddedModelServer faulty(Fault fault) {
    return EmbeddedModelServer.start(0, ServingConfig.PLAIN.withFaults(Map.of(fault, 1.0)));
  }

  private static HttpResponse<byte[]> ask(EmbeddedModelServer server) throws Exception {
    return CLIENT.send(request(server, 0), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"RATE_LIMITED", "SERVER_ERROR", "UNAVAILABLE", "HTML_PAGE"})
  void anErrorHasItsStatus(Fault fault) throws Exception {
    Map<Fault, Integer> statuses =
        Map.of(
            Fault.RATE_LIMITED, 429,
            Fault.SERVER_ERROR, 500,
            Fault.UNAVAILABLE, 503,
            Fault.HTML_PAGE, 502);
    try (EmbeddedModelServer server = faulty(fault)) {
      assertThat(ask(server).statusCode()).isEqualTo(statuses.get(fault));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CLOSED", "CUT_OFF"})
  void aBrokenConnectionIsAnIoError(Fault fault) {
    try (EmbeddedModelServer server = faulty(fault)) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SLOW_DRIP", "ENDLESS_BODY", "HANG"})
  void aBodyThatDoesNotEndKeepsTheClientWaiting(Fault fault) throws Exception {
    try (EmbeddedModelServer server = faulty(fault)) {
      CompletableFuture<HttpResponse<byte[]>> response =
          CLIENT.sendAsync(request(server, 0), BodyHandlers.ofByteArray());
      assertThatThrownBy(() -> response.get(1, java.util.concurrent.TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      response.cancel(true);
    }
  }

  @Test
  void truncatedJsonCannotBeParsed() throws Exception {
    try (EmbeddedModelServer server = faulty(Fault.TRUNCATED_JSON)) {
      HttpResponse<byte[]> response = ask(server);
      assertThatThrownBy(() -> json(response)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void invalidUtf8CannotBeDecoded() throws Exception {
    try (EmbeddedModelServer server = faulty(Fault.INVALID_UTF8)) {
      byte[] body = ask(server).body();
      assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
          .isInstanceOf(CharacterCodingException.class);
    }
  }

  @Test
  void bodiesThatParseAreWrongInTheirOwnWay() throws Exception {
    Map<Fault, String> seen = new EnumMap<>(Fault.class);
    for (Fault fault :
        List.of(
            Fault.ERROR_WITH_200,
            Fault.WRONG_TYPES,
            Fault.EMPTY_CHOICES,
            Fault.MISSING_CHOICE,
            Fault.DUPLICATE_CHOICE,
            Fault.LENGTH,
            Fault.CONTENT_FILTER,
            Fault.REFUSAL)) {
      try (EmbeddedModelServer server = faulty(fault)) {
        JsonNode body = json(ask(server));
        JsonNode first = body.at("/choices/0");
        seen.put(
            fault,
            body.path("choices").getNodeType()
                + " "
                + body.path("choices").size()
                + " "
                + first.path("finish_reason").asText("-")
                + " "
                + first.at("/message/content").getNodeType());
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Fault.ERROR_WITH_200, "MISSING 0 - MISSING",
                Fault.WRONG_TYPES, "STRING 0 - MISSING",
                Fault.EMPTY_CHOICES, "ARRAY 0 - MISSING",
                Fault.MISSING_CHOICE, "ARRAY 0 - MISSING",
                Fault.DUPLICATE_CHOICE, "ARRAY 2 stop STRING",
                Fault.LENGTH, "ARRAY 1 length STRING",
                Fault.CONTENT_FILTER, "ARRAY 1 content_filter STRING",
                Fault.REFUSAL, "ARRAY 1 stop NULL"));
  }

  @Test
  void noMoreRequestsAreWorkedOnThanThereAreSlots() throws Exception {
    ServingConfig config =
        ServingConfig.PLAIN.withSlots(4, 0).withLatency(Duration.ofMillis(20), 0.5);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, config)) {
      askAll(server, 40);
      assertThat(server.stats().mostInSlots()).isEqualTo(4);
      assertThat(server.stats().served()).isEqualTo(40);
    }
  }

  @Test
  void theWorkOfTheSlotsIsCounted() throws Exception {
    ServingConfig config =
        ServingConfig.PLAIN.withSlots(4, 0).withLatency(Duration.ofMillis(20), 0);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, config)) {
      askAll(server, 40);
      // The last ones may not have left their slots when their replies are there.
      assertThat(server.stats().workedMillis()).isBetween(36 * 20L, 40 * 20L);
    }
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    ServingConfig config =
        ServingConfig.PLAIN.withSlots(1, 2).withLatency(Duration.ofMillis(300), 0);
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, config)) {
      List<Integer> statuses = askAll(server, 12);
      assertThat(statuses).contains(200, 503);
      assertThat(server.stats().refused())
          .isEqualTo(statuses.stream().filter(s -> s == 503).count());
    }
  }

  private static List<Integer> askAll(EmbeddedModelServer server, int count) throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      responses.add(CLIENT.sendAsync(request(server, i), BodyHandlers.ofByteArray()));
    }
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<HttpResponse<byte[]>> response : responses) {
      statuses.add(response.get().statusCode());
    }
    return statuses;
  }

  @Test
  void aRepeatedRequestIsCounted() throws Exception {
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      ask(server);
      ask(server);
      HttpRequest stats = HttpRequest.newBuilder(server.uri().resolve("/stats")).build();
      JsonNode json = json(CLIENT.send(stats, BodyHandlers.ofByteArray()));
      assertThat(json.get("served").intValue()).isEqualTo(2);
      assertThat(json.get("repeated").intValue()).isEqualTo(1);
    }
  }

  @Test
  void afterARestartItServesAtTheSameAddress() throws Exception {
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      ask(server);
      server.restart(Duration.ofMillis(50));
      int failures = 0;
      HttpResponse<byte[]> response = null;
      while (response == null) {
        try {
          response = ask(server);
        } catch (IOException e) {
          failures++;
        }
      }
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(failures).isPositive();
    }
  }

  @Test
  void anOutageBeginsAfterTheFirstRequest() throws Exception {
    ServingConfig config =
        ServingConfig.PLAIN.withOutage(Duration.ofMillis(10), Duration.ofSeconds(30));
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, config)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  ask(server);
                }
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void aRetryDrawsItsFaultAnew() {
    ServingConfig config = ServingConfig.PLAIN.withFaults(Map.of(Fault.CLOSED, 0.5));
    List<Boolean> draws = new ArrayList<>();
    for (int attempt = 1; attempt <= 64; attempt++) {
      draws.add(config.faultFor("request", attempt).isPresent());
    }
    assertThat(draws).contains(true, false);
  }

  @Test
  void latencyHasItsMean() {
    ServingConfig config = ServingConfig.PLAIN.withLatency(Duration.ofSeconds(1), 0.8);
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += config.serviceTime("request " + i, 1, 100).toNanos() / 1e9;
    }
    assertThat(sum / 20_000).isCloseTo(1, within(0.05));
  }

  @Test
  void tokensTakeTheirTime() {
    assertThat(ServingConfig.PLAIN.withTokensPerSecond(50).serviceTime("request", 1, 100))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void ratesAreRead() {
    assertThat(Fault.parse("closed:0.25, hang:0.5"))
        .isEqualTo(Map.of(Fault.CLOSED, 0.25, Fault.HANG, 0.5));
    assertThat(Fault.parse("all:0.05")).hasSize(Fault.values().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "closed:x", "nap:0.1", "closed:2", "closed:0.6,hang:0.6"})
  void badRatesAreRefused(String rates) {
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(rates));
  }
}
