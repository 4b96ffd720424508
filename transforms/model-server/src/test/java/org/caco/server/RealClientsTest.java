package org.caco.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients of the protocol send beside the plainest request. */
@Timeout(60)
class RealClientsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  private static String send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static ObjectNode chat(String content) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("model", "embedded:0").put("seed", 3);
    ObjectNode message = request.putArray("messages").addObject().put("role", "user");
    message.set("content", JSON.readTree(content));
    return request;
  }

  private static JsonNode answer(JsonNode request) throws Exception {
    return JSON.readTree(send("POST", "/v1/chat/completions", request.toString()));
  }

  @Test
  void partsOfTextAreOneText() throws Exception {
    JsonNode parts =
        chat("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]");
    assertThat(answer(parts)).isEqualTo(answer(chat("\"ab\"")));
  }

  @Test
  void aPictureIsRefused() throws Exception {
    assertThat(
            answer(chat("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]"))
                .at("/error/message"))
        .asString()
        .contains("parts of text only");
  }

  @Test
  void aStreamHasTheSameText() throws Exception {
    ObjectNode request = chat("\"\"");
    String whole = answer(request).at("/choices/0/message/content").asText();
    request.put("stream", true).putObject("stream_options").put("include_usage", true);

    StringBuilder text = new StringBuilder();
    List<String> events =
        send("POST", "/v1/chat/completions", request.toString())
            .lines()
            .filter(line -> !line.isEmpty())
            .toList();
    String finish = "";
    long tokens = 0;
    for (String event : events.subList(0, events.size() - 1)) {
      JsonNode chunk = JSON.readTree(event.substring("data: ".length()));
      text.append(chunk.at("/choices/0/delta/content").asText());
      finish = chunk.at("/choices/0/finish_reason").asText(finish);
      tokens += chunk.at("/usage/completion_tokens").asLong();
    }
    assertThat(text.toString()).isEqualTo(whole);
    assertThat(finish).isEqualTo("stop");
    assertThat(tokens).isPositive();
    assertThat(events).last().isEqualTo("data: [DONE]");
  }

  @Test
  void aSchemaIsFilled() throws Exception {
    ObjectNode request = chat("\"Say anything.\"");
    request.set(
        "response_format",
        JSON.readTree(
            """
            {"type": "json_schema", "json_schema": {"name": "x", "schema": {
              "type": "object", "required": ["a", "b"], "properties": {
                "a": {"type": "string"}, "b": {"type": "array", "items": {"$ref": "#/$defs/c"}}},
              "$defs": {"c": {"type": "object", "properties": {
                "yes": {"type": "boolean"}, "kind": {"enum": ["k", "l"]}}}}}}}
            """));
    JsonNode filled = JSON.readTree(answer(request).at("/choices/0/message/content").asText());
    assertThat(filled.path("a").isTextual()).isTrue();
    assertThat(filled.path("b").toString()).isEqualTo("[{\"yes\":true,\"kind\":\"k\"}]");
  }

  @Test
  void aSchemaInAPromptIsFilledInAFence() throws Exception {
    ObjectNode request =
        chat(
            JSON.writeValueAsString(
                "Ask about sums.\n<response_schema>\n{\"type\": \"object\", \"properties\":"
                    + " {\"n\": {\"type\": \"integer\"}}}\n</response_schema>"));
    assertThat(answer(request).at("/choices/0/message/content").asText())
        .isEqualTo("```json\n{\"n\":1}\n```");
  }

  @Test
  void anObjectIsAnObject() throws Exception {
    ObjectNode request = chat("\"\"");
    request.putObject("response_format").put("type", "json_object");
    assertThat(JSON.readTree(answer(request).at("/choices/0/message/content").asText()).isObject())
        .isTrue();
  }

  @Test
  void logprobsAreThoseOfTheText() throws Exception {
    ObjectNode request = chat("\"\"").put("logprobs", true);
    JsonNode choice = answer(request).at("/choices/0");
    StringBuilder text = new StringBuilder();
    choice.at("/logprobs/content").forEach(token -> text.append(token.path("token").asText()));
    assertThat(text.toString()).isEqualTo(choice.at("/message/content").asText());
  }

  @Test
  void aModelIsFoundByItsName() throws Exception {
    assertThat(JSON.readTree(send("GET", "/v1/models/embedded", "")).path("id").asText())
        .isEqualTo("embedded");
  }

  private static JsonNode upload(String purpose, String content) throws Exception {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n%s\r\n--b\r\nContent-Disposition:"
            + " form-data; name=\"file\"; filename=\"in.jsonl\"\r\nContent-Type: x/y\r\n\r\n%s\r\n--b--\r\n";
    return JSON.readTree(
        send(
            "POST",
            "/v1/files",
            form.formatted(purpose, content),
            "Content-Type",
            "multipart/form-data; boundary=b"));
  }

  @Test
  void aBatchAnswersEachLine() throws Exception {
    String line =
        "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}\n";
    JsonNode file =
        upload(
            "batch",
            line.formatted("one", chat("\"\"")) + line.formatted("bad", "{\"model\":\"gpt\"}"));
    JsonNode batch =
        JSON.readTree(
            send(
                "POST",
                "/v1/batches",
                "{\"input_file_id\":\""
                    + file.path("id").asText()
                    + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"));
    String path = "/v1/batches/" + batch.path("id").asText();
    while (!batch.path("status").asText().equals("completed")) {
      Thread.onSpinWait();
      batch = JSON.readTree(send("GET", path, ""));
    }
    JsonNode output =
        JSON.readTree(
            send("GET", "/v1/files/" + batch.path("output_file_id").asText() + "/content", ""));
    assertThat(output.path("custom_id").asText()).isEqualTo("one");
    assertThat(output.at("/response/body/choices/0"))
        .isEqualTo(answer(chat("\"\"")).at("/choices/0"));
    assertThat(batch.at("/request_counts").toString())
        .isEqualTo("{\"total\":2,\"completed\":1,\"failed\":1}");
  }

  @Test
  void filesForFineTuningAreTakenAndNothingIsTrained() throws Exception {
    assertThat(upload("fine-tune", "{}").path("status").asText()).isEqualTo("processed");
    assertThat(JSON.readTree(send("POST", "/v1/fine_tuning/jobs", "{}")).at("/error/message"))
        .asString()
        .contains("trains nothing");
  }

  static Stream<String> names() {
    return Stream.concat(Speech.names().stream(), Dialect.all().stream().map(Dialect::name))
        .filter(name -> !name.contains(",") && name.equals(name.strip()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameOfADialectIsOne(String name) {
    assertThat(Speech.of(name)).isNotSameAs(Speech.PLAIN);
  }

  @Test
  void aNameThatIsNoneIsToldTheOthers() {
    assertThatThrownBy(() -> Speech.of("klingon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("klingon")
        .hasMessageContaining("qwen3-thinking");
  }

  @Test
  void aServerSpeaksTheDialectThatItIsTold() throws Exception {
    ServingConfig config = ServingConfig.PLAIN.withSpeech(Speech.of("harmony"));
    try (EmbeddedModelServer harmony = EmbeddedModelServer.start(0, config)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(harmony.uri() + "/v1/chat/completions"))
              .POST(BodyPublishers.ofString(chat("\"\"").toString()))
              .build();
      assertThat(CLIENT.send(request, BodyHandlers.ofString()).body()).contains("<|channel|>final");
    }
  }
}
