package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsTest {
  private static void assertRefused(ModelConfig config, String... parts) {
    assertThatThrownBy(() -> Endpoints.check(config))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(parts);
  }

  @Test
  void anEndpointThatListsItsModelsIsFine() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> json("{\"data\":[]}"))) {
      Endpoints.check(ModelConfig.of("judge", server.address(), "m"));
      Endpoints.check(ModelConfig.of("judge", server.address() + "/v1/", "m"));
      assertThat(server.requests())
          .extracting(ScriptedServer.Request::path)
          .containsExactly("/v1/models", "/v1/models");
    }
  }

  @Test
  void anEndpointThatIsNotThereIsNamedWithItsOption() throws IOException {
    try (ScriptedServer.Nobody nobody = new ScriptedServer.Nobody()) {
      assertRefused(
          ModelConfig.of("judge", nobody.address(), "m"),
          nobody.address(),
          "cannot be reached",
          "--judgeEndpoint");
    }
  }

  @Test
  void anEndpointForOtherMachinesThatIsNotReachedFromHereIsADoubt() throws IOException {
    try (ScriptedServer.Nobody nobody = new ScriptedServer.Nobody()) {
      assertThat(Endpoints.check(ModelConfig.of("judge", nobody.address(), "m"), false, false))
          .singleElement()
          .asString()
          .contains(nobody.address(), "cannot be reached from this machine", "by the workers");
    }
  }

  @Test
  void aKeyThatIsWantedIsAskedFor() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(401, ""))) {
      assertRefused(ModelConfig.of("judge", server.address(), "m"), "wants a key", "--apiKeyEnv");
    }
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    assertRefused(
        ModelConfig.of("judge", "http://localhost:1", "m").toBuilder()
            .setApiKey(ApiKey.environment("CACO_TEST_NO_SUCH_VARIABLE"))
            .build(),
        "CACO_TEST_NO_SUCH_VARIABLE",
        "--apiKeyFile");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 308})
  void aListThatIsBrokenIsADoubt(int status) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(status, "loading"))) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m")))
          .singleElement()
          .asString()
          .contains(server.address(), "status " + status);
    }
  }

  @Test
  void aListThatIsLateIsADoubt() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                out -> {
                  new CountDownLatch(1).await();
                  return false;
                })) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m")))
          .singleElement()
          .asString()
          .contains(server.address(), "5 seconds");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/openai/, /v1beta/openai/models",
    "/v1/chat/completions, /v1/models",
    "/openai/deployments/gpt?api-version=1, /openai/deployments/gpt/models?api-version=1"
  })
  void theListIsWhereTheAddressSays(String path, String expected) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> json("{}"))) {
      Endpoints.check(ModelConfig.of("judge", server.address() + path, "m"));
      assertThat(server.requests())
          .singleElement()
          .extracting(ScriptedServer.Request::path)
          .isEqualTo(expected);
    }
  }
}
