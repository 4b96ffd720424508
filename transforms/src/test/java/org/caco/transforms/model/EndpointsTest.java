package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class EndpointsTest {
  @Test
  void anEndpointThatListsItsModelsIsFine() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> json("{\"data\":[]}"))) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m"))).isEmpty();
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address() + "/v1/", "m")))
          .isEmpty();
      assertThat(server.requests())
          .extracting(ScriptedServer.Request::path)
          .containsOnly("/v1/models");
    }
  }

  @Test
  void anEndpointThatIsNotThereIsNamedWithItsOption() throws IOException {
    ScriptedServer server = new ScriptedServer(request -> json("{}"));
    server.close();
    assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m")))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains(server.address(), "cannot be reached", "--judgeEndpoint"));
  }

  @Test
  void aKeyThatIsWantedIsAskedFor() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(401, ""))) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m")))
          .hasValueSatisfying(
              problem -> assertThat(problem).contains("wants a key", "--apiKeyEnv"));
    }
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    ModelConfig config =
        ModelConfig.of("judge", "http://localhost:1", "m")
            .withApiKey(ApiKey.environment("CACO_TEST_NO_SUCH_VARIABLE"));
    assertThat(Endpoints.check(config))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("CACO_TEST_NO_SUCH_VARIABLE", "--apiKeyFile"));
  }

  @Test
  void aServerInTroubleIsNamed() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(503, "loading"))) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m")))
          .hasValueSatisfying(problem -> assertThat(problem).contains("status 503"));
    }
  }
}
