package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.caco.transforms.model.ScriptedServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server is asked to see to the form of its replies, as far as it can. */
final class StructuredOutputTest {
  private static final String FORMAT =
      "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"v\",\"schema\":{\"type\":\"object\"}}}";

  private static ModelConfig structured(ScriptedServer server) {
    return config(server).toBuilder().setMaxInFlight(1).setFormat(FORMAT).build();
  }

  private static void ask(ModelConfig config, String... questions) {
    for (String question : questions) {
      Pipeline pipeline = Pipeline.create();
      Asking.run(pipeline, Asking.ask(config), question);
      pipeline.run().waitUntilFinish();
    }
  }

  private static List<String> formats(ScriptedServer server) {
    return server.requests().stream().map(StructuredOutputTest::format).toList();
  }

  private static String format(Request request) {
    JsonNode format = request.json().path("response_format");
    return format.isMissingNode() ? "none" : format.path("type").asText();
  }

  @Test
  void sendsTheFormThatIsWanted() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("{}"))) {
      ask(structured(server), "a");
      assertThat(server.requests().get(0).json().path("response_format")).hasToString(FORMAT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Invalid parameter: 'response_format' of this type is not"
            + " supported with this model.\",\"param\":null}}",
        "{\"error\":{\"message\":\"This response_format type is unavailable now\"}}",
        "{\"object\":\"error\",\"message\":\"Structured outputs need another backend\"}",
        "{\"detail\":[{\"type\":\"literal_error\",\"loc\":[\"body\",\"response_format\",\"type\"],"
            + "\"msg\":\"Input should be 'text'\"}]}",
        "{\"error\":\"json_schema is not available\"}",
        "{\"error\":{\"message\":\"bad request\",\"param\":\"response_format.type\"}}",
      })
  void findsOutOnceHowMuchAServerTakes(String refusal) throws IOException {
    for (String most : List.of("json_object", "none")) {
      try (ScriptedServer server =
          new ScriptedServer(
              request ->
                  format(request).equals("none") || format(request).equals(most)
                      ? says("{}")
                      : status(400, refusal))) {
        ask(structured(server), "a", "b");
        assertThat(formats(server))
            .isEqualTo(
                most.equals("none")
                    ? List.of("json_schema", "json_object", "none", "none")
                    : List.of("json_schema", "json_object", "json_object"));
      }
    }
  }

  @Test
  void anotherMistakeOfTheRequestIsNoRefusal() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> status(400, "{\"error\":{\"message\":\"the prompt is too long\"}}"))) {
      assertThat(Asking.call(structured(server)).failure().reason()).isEqualTo("http_400");
      assertThat(formats(server)).containsExactly("json_schema");
    }
  }

  @Test
  void itCanBeTakenAwayLikeAParameter() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("{}"))) {
      ask(
          structured(server).toBuilder().mergeParameters("{\"response_format\":null}").build(),
          "a");
      assertThat(formats(server)).containsExactly("none");
    }
  }

  @Test
  void aResponseIsTheSameInTheJournalWithItOrWithout() {
    ModelConfig plain = ModelConfig.of("judge", "http://localhost:1", "m");
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
    assertThat(ModelRequest.of(plain.toBuilder().setFormat(FORMAT).build(), prompt, 0).call())
        .isEqualTo(ModelRequest.of(plain, prompt, 0).call());
  }

  @Test
  void aTextThatIsContinuedHasNoForm() {
    ModelConfig config =
        ModelConfig.of("code", "http://localhost:1", "m").toBuilder().setFormat(FORMAT).build();
    assertThat(ModelRequest.of(config, Prompt.text("a", 1), 0).parameters())
        .doesNotContainKey("response_format");
  }
}
