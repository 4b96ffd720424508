package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import org.junit.jupiter.api.Test;

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
    ScriptedServer server = new ScriptedServer(request -> json("{}"));
    server.close();
    assertRefused(
        ModelConfig.of("judge", server.address(), "m"),
        server.address(),
        "cannot be reached",
        "--judgeEndpoint");
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

  @Test
  void aServerInTroubleIsNamed() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(503, "loading"))) {
      assertRefused(ModelConfig.of("judge", server.address(), "m"), "status 503");
    }
  }
}
