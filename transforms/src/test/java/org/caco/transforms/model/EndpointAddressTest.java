package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://h:8000, http://h:8000/v1/chat/completions",
    "http://h:8000/, http://h:8000/v1/chat/completions",
    "http://h/proxy/, http://h/proxy/v1/chat/completions",
    "http://v1.example.com, http://v1.example.com/v1/chat/completions",
    "http://h/v1, http://h/v1/chat/completions",
    "http://h/v1//, http://h/v1/chat/completions",
    "http://h/api/v3, http://h/api/v3/chat/completions",
    "http://h/api/paas/v4/, http://h/api/paas/v4/chat/completions",
    "http://h/v1/openai, http://h/v1/openai/chat/completions",
    "http://h/v1beta/openai/, http://h/v1beta/openai/chat/completions",
    "http://h/compatible-mode/v1, http://h/compatible-mode/v1/chat/completions",
    "http://h/v1alpha1/projects/p/endpoints/openapi,"
        + " http://h/v1alpha1/projects/p/endpoints/openapi/chat/completions",
    "http://h/v1/chat/completions, http://h/v1/chat/completions",
    "http://h/chat/completions/, http://h/chat/completions",
    "http://h/v1/completions, http://h/v1/chat/completions",
    "http://h/openai/deployments/gpt?api-version=2024-10-21,"
        + " http://h/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
    "http://h/openai/deployments/gpt/chat/completions?api-version=2024-10-21,"
        + " http://h/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
    "http://h/models?api-version=2024-05-01, http://h/models/chat/completions?api-version=2024-05-01",
    "http://h/v1?team=a&run=b, http://h/v1/chat/completions?team=a&run=b",
    "http://h?team=a, http://h/v1/chat/completions?team=a",
  })
  void chatsAreWhereTheAddressSays(String base, String expected) {
    assertThat(EndpointAddress.of(base, EndpointAddress.CHAT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, http://h/v1/models",
    "http://h/v1beta/openai/, http://h/v1beta/openai/models",
    "http://h/v1/chat/completions?a=b, http://h/v1/models?a=b",
    "http://h/v1/completions, http://h/v1/models",
  })
  void theListOfModelsIsBesideTheChats(String base, String expected) {
    assertThat(EndpointAddress.of(base, EndpointAddress.MODELS)).isEqualTo(expected);
  }

  @Test
  void textsGoBesideTheChats() {
    assertThat(EndpointAddress.of("http://h/v1/chat/completions", EndpointAddress.TEXT))
        .isEqualTo("http://h/v1/completions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/v1/messages", "http://h/v1/responses/"})
  void addressesOfOtherApisAreRefused(String address) {
    assertThatThrownBy(() -> EndpointAddress.check(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("/chat/completions");
  }
}
