package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

final class ModelConfigTest {
  @Test
  void defaults() {
    ModelConfig config = ModelConfig.defaults("code");
    assertThat(config.endpoints()).containsExactly("embedded:");
    assertThat(config.model()).isEqualTo("embedded");
    assertThat(config.parameters()).isEqualTo(Map.of("temperature", 0.9, "max_tokens", 1024));
    assertThat(config.maxInFlight()).isEqualTo(64);
    assertThat(config.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.maxAttempts()).isEqualTo(6);
    assertThat(config.backoff()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.apiKey()).isEqualTo(ApiKey.none());
    assertThat(config.samplesPerRequest()).isEqualTo(1);
    assertThat(config.retryTruncated()).isFalse();
  }

  @Test
  void severalEndpointsHaveCommasBetween() {
    assertThat(ModelConfig.of("solve", "http://a:1, http://b:2/v1", "m").endpoints())
        .containsExactly("http://a:1", "http://b:2/v1");
  }

  @Test
  void survivesSerialization() {
    ModelConfig config =
        ModelConfig.of("solve", "https://host/v1", "m")
            .withParametersJson(
                "{\"top_k\":20,\"stop\":[\"a\"],\"chat_template_kwargs\":{\"enable_thinking\":false}}")
            .withApiKey(ApiKey.environment("KEY"));
    assertThat(SerializableUtils.clone(config)).isEqualTo(config);
  }

  @Test
  void parametersAreAddedAndTakenAway() {
    ModelConfig config =
        ModelConfig.defaults("solve").withParametersJson("{\"top_k\":20,\"top_p\":null}");
    assertThat(config.parameters().keySet()).containsExactly("max_tokens", "temperature", "top_k");
  }

  @Test
  void badValuesAreRefusedByName() {
    ModelConfig config = ModelConfig.defaults("solve");
    assertThatThrownBy(() -> config.withEndpoints(List.of("localhost:8000")))
        .hasMessageContaining("localhost:8000");
    assertThatThrownBy(() -> config.withEndpoints(List.of())).hasMessageContaining("solve");
    assertThatThrownBy(() -> config.withEndpoints(List.of("http://me:secret@host")))
        .hasMessageContaining("password");
    assertThatThrownBy(() -> config.withParameters(Map.of("stream", true)))
        .hasMessageContaining("stream");
    assertThatThrownBy(() -> config.withParametersJson("[1]")).hasMessageContaining("JSON object");
    assertThatThrownBy(() -> config.withMaxInFlight(0)).hasMessageContaining("maxInFlight");
  }
}
