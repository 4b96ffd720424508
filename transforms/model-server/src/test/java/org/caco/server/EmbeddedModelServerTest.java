package org.caco.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.caco.server.embedded.ChatMessage;
import org.caco.server.embedded.EmbeddedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedModelServerTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static EmbeddedModelServer server;

  @BeforeAll
  static void start() {
    server = EmbeddedModelServer.start(0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    URI uri = server.uri().resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static JsonNode chat(String body) throws Exception {
    return new ObjectMapper().readTree(send("POST", "/v1/chat/completions", body).body());
  }

  @Test
  void aChatGetsTheModelsReply() throws Exception {
    JsonNode response =
        chat(
            "{\"model\":\"embedded\",\"seed\":3,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}");
    EmbeddedModel.Reply reply =
        EmbeddedModel.named("embedded").reply(List.of(new ChatMessage("user", "")), 3);
    assertThat(response.at("/choices/0/message/content").textValue()).isEqualTo(reply.text());
    assertThat(response.get("system_fingerprint").textValue()).isEqualTo(reply.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models",
    "/health",
    "/stats",
    "/",
    "/00000000000000000000000000000000/v1/models"
  })
  void insideAnotherProgramItAnswersOnlyWhoKnowsItsAddress(String path) throws Exception {
    try (EmbeddedModelServer hidden = EmbeddedModelServer.inProcess()) {
      URI guess = hidden.uri().resolve(path);
      URI known = URI.create(hidden.uri() + "/v1/models");

      assertThat(List.of(status(guess), status(known))).containsExactly(404, 200);
    }
  }

  private static int status(URI uri) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void choicesCountUpTheSeed() throws Exception {
    String request =
        "{\"model\":\"embedded\",\"seed\":%d,\"n\":%d,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}";
    JsonNode two = chat(request.formatted(8, 2));
    JsonNode second = chat(request.formatted(9, 1));
    assertThat(two.at("/choices/1/message/content"))
        .isEqualTo(second.at("/choices/0/message/content"));
  }

  @Test
  void aLongReplyIsCutAtMaxTokens() throws Exception {
    JsonNode response =
        chat(
            "{\"model\":\"embedded:0\",\"max_tokens\":5,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}");
    assertThat(response.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
    assertThat(response.at("/usage/completion_tokens").intValue()).isEqualTo(5);
  }

  @Test
  void aCompletionIsAFreeProgram() throws Exception {
    String body = "{\"model\":\"embedded:0\",\"prompt\":\"<|im_start|>assistant\\n\",\"seed\":4}";
    JsonNode response = new ObjectMapper().readTree(send("POST", "/v1/completions", body).body());
    assertThat(response.at("/choices/0/text").textValue()).contains("output = ");
  }

  @Test
  void aListOfPromptsGetsTheChoicesOfEach() throws Exception {
    String body = "{\"model\":\"embedded:0\",\"prompt\":[\"a\",\"b\"],\"seed\":4,\"n\":2}";
    JsonNode choices =
        new ObjectMapper().readTree(send("POST", "/v1/completions", body).body()).get("choices");
    assertThat(choices)
        .extracting(choice -> choice.get("index").intValue())
        .containsExactly(0, 1, 2, 3);
    assertThat(choices.get(2).get("text")).isEqualTo(choices.get(0).get("text"));
    assertThat(choices.get(1).get("text")).isNotEqualTo(choices.get(0).get("text"));
  }

  @Test
  void theModelSaysWhatItsDataIsFor() throws Exception {
    assertThat(send("GET", "/v1/models", "").body()).contains("not for training");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/v1/chat/completions|{bad|400",
        "POST|/v1/chat/completions|[]|400",
        "POST|/v1/chat/completions|{\"model\":\"embedded\",\"messages\":[]}|400",
        "POST|/v1/chat/completions|{\"model\":\"embedded\",\"messages\":[3]}|400",
        "POST|/v1/chat/completions|{\"model\":\"embedded\",\"n\":1000,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}|400",
        "POST|/v1/chat/completions|{\"model\":\"gpt\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}|404",
        "POST|/v1/completions|{\"model\":\"embedded\",\"prompt\":[]}|400",
        "POST|/v1/completions|{\"model\":\"embedded\",\"prompt\":[\"a\",7]}|400",
        "POST|/v1/other|{}|404",
        "GET|/v1/chat/completions|{}|405",
      })
  void aBadRequestGetsAnErrorObject(String method, String path, String body, int status)
      throws Exception {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(new ObjectMapper().readTree(response.body()).at("/error/message").textValue())
        .isNotEmpty();
  }

  @Test
  void plantedMistakesAreRemembered() throws Exception {
    JsonNode response =
        chat("{\"model\":\"embedded:1\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}");
    assertThat(server.planted().get(response.get("system_fingerprint").textValue()).text())
        .isEqualTo(response.at("/choices/0/message/content").textValue());
  }
}
