package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelConfigTest {
  @Test
  void defaults() {
    ModelConfig config = ModelConfig.defaults("code");
    assertThat(config.role()).isEqualTo("code");
    assertThat(config.endpoints()).containsExactly("embedded:");
    assertThat(config.model()).isEqualTo("embedded");
    assertThat(config.maxInFlight()).isEqualTo(64);
    assertThat(config.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.maxAttempts()).isEqualTo(6);
    assertThat(config.backoff()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.apiKey()).isEqualTo(ApiKey.none());
    assertThat(config.journal()).isEmpty();
    assertThat(config.journalOnly()).isFalse();
    assertThat(config.price()).isEqualTo(Price.free());
    assertThat(config.limits()).isEqualTo(Limits.none());
    assertThat(config.requestsPerMinute()).isZero();
    assertThat(config.tokensPerMinute()).isZero();
    assertThat(config.samplesPerRequest()).isEqualTo(1);
    assertThat(config.retryTruncated()).isFalse();
    assertThat(config.maxReplyCharacters()).isEqualTo(64_000);
  }

  @Test
  void defaultParametersAreThoseOfTheMethod() {
    assertThat(
            Stream.of("unify", "code", "problem", "solve", "judge", "mine")
                .map(role -> ModelConfig.defaults(role).parameters()))
        .containsExactly(
            new TreeMap<>(Map.of("temperature", 0.6, "max_tokens", 2048)),
            new TreeMap<>(Map.of("temperature", 0.9, "max_tokens", 1024)),
            new TreeMap<>(Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 2048)),
            new TreeMap<>(Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 4096)),
            new TreeMap<>(Map.of("temperature", 0.0, "max_tokens", 1024)),
            new TreeMap<>());
  }

  @Test
  void whatWasGivenIsCopied() {
    List<String> endpoints = new ArrayList<>(List.of("http://a"));
    TreeMap<String, Object> parameters = new TreeMap<>(Map.of("top_k", 20));
    ModelConfig config =
        ModelConfig.defaults("solve").toBuilder()
            .setEndpoints(endpoints)
            .setParameters(parameters)
            .build();
    endpoints.clear();
    parameters.clear();
    assertThat(config.endpoints()).containsExactly("http://a");
    assertThat(config.parameters()).containsOnlyKeys("top_k");
  }

  @Test
  void severalEndpointsHaveCommasBetween() {
    assertThat(ModelConfig.of("solve", "http://a:1, http://b:2/v1", "m").endpoints())
        .containsExactly("http://a:1", "http://b:2/v1");
  }

  @Test
  void survivesSerialization() {
    ModelConfig config =
        ModelConfig.of("solve", "https://host/v1", "m").toBuilder()
            .mergeParameters(
                "{\"top_k\":20,\"stop\":[\"a\"],\"chat_template_kwargs\":{\"enable_thinking\":false}}")
            .setApiKey(ApiKey.environment("KEY"))
            .build();
    assertThat(SerializableUtils.clone(config)).isEqualTo(config);
  }

  @Test
  void parametersAreAddedAndTakenAway() {
    ModelConfig config =
        ModelConfig.defaults("solve").toBuilder()
            .mergeParameters("{\"top_k\":20,\"top_p\":null}")
            .build();
    assertThat(config.parameters().keySet()).containsExactly("max_tokens", "temperature", "top_k");
  }

  @Test
  void badValuesAreRefusedByName() {
    assertRefused(config -> config.setEndpoints(List.of("localhost:8000")), "localhost:8000");
    assertRefused(config -> config.setEndpoints(List.of()), "solve");
    assertRefused(config -> config.setEndpoints(List.of("http://me:secret@host")), "password");
    assertRefused(config -> config.setParameters(Map.of("stream", true)), "stream");
    assertRefused(config -> config.mergeParameters("[1]"), "JSON object");
    assertRefused(config -> config.setMaxInFlight(0), "maxInFlight");
    assertRefused(config -> config.setMaxAttempts(0), "maxAttempts");
    assertRefused(config -> config.setSamplesPerRequest(0), "samplesPerRequest");
    assertRefused(config -> config.setTimeout(Duration.ZERO), "timeout");
    assertRefused(config -> config.setBackoff(Duration.ZERO), "backoff");
    assertRefused(config -> config.setRequestsPerMinute(-1), "requestsPerMinute");
    assertRefused(config -> config.setTokensPerMinute(-1), "tokensPerMinute");
  }

  private static void assertRefused(UnaryOperator<ModelConfig.Builder> change, String messagePart) {
    assertThatThrownBy(() -> change.apply(ModelConfig.defaults("solve").toBuilder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(messagePart);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:s3cret@host",
        "https://s3cret@host/v1",
        "https://host/v1?api-key=s3cret",
        "https://host/v1?version=1&access_token=s3cret",
        "https://host/v1?Ocp-Apim-Subscription-Key=s3cret",
        "https://host/v1#sig=s3cret",
        "https://host /v1?key=s3cret"
      })
  void anAddressWithAKeyIsRefusedAndNotShown(String endpoint) {
    assertThatThrownBy(() -> ModelConfig.of("solve", endpoint, "m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--apiKeyFile")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void theLongestReplyIsThatOfItsRole() {
    assertThat(
            Stream.of("unify", "code", "problem", "solve", "judge", "mine")
                .map(role -> ModelConfig.defaults(role).maxReplyCharacters()))
        .containsExactly(64_000, 64_000, 32_000, 128_000, 32_000, 128_000);
  }
}
