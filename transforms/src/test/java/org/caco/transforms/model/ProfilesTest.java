package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that behave on loopback as their vendors document it, each asked with what it needs. */
@Timeout(60)
final class ProfilesTest {
  private static final String KEY = "sk-0123456789";

  /** A vendor or server. */
  @SuppressWarnings("ImmutableEnumChecker")
  private enum Profile {
    OPENAI(
        "/v1",
        "/v1/chat/completions",
        "authorization: Bearer " + KEY,
        "",
        Set.of("max_tokens", "temperature", "top_p"),
        name ->
            "{\"error\":{\"message\":\"Unsupported parameter: '%s' is not supported with this model.\",\"type\":\"invalid_request_error\",\"param\":\"%s\",\"code\":\"unsupported_parameter\"}}"
                .formatted(name, name)),
    AZURE(
        "/openai/deployments/gpt?api-version=2024-10-21",
        "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
        "api-key: " + KEY,
        "api-key: " + KEY,
        Set.of("seed"),
        name ->
            "{\"error\":{\"message\":\"Unrecognized request argument supplied: %s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}"
                .formatted(name)),
    ANTHROPIC(
        "/v1/",
        "/v1/chat/completions",
        "x-api-key: " + KEY,
        "x-api-key: " + KEY + "\nanthropic-version: 2023-06-01",
        Set.of("top_p"),
        name ->
            "{\"error\":{\"code\":\"invalid_request_error\",\"message\":\"`temperature` and `%s` cannot both be specified for this model. Please use only one.\",\"type\":\"invalid_request_error\",\"param\":null}}"
                .formatted(name)),
    GEMINI(
        "/v1beta/openai/",
        "/v1beta/openai/chat/completions",
        "authorization: Bearer " + KEY,
        "",
        Set.of("seed"),
        name ->
            "[{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name \\\"%s\\\": Cannot find field.\",\"status\":\"INVALID_ARGUMENT\"}}]"
                .formatted(name)),
    OPENROUTER(
        "/api/v1",
        "/api/v1/chat/completions",
        "authorization: Bearer " + KEY,
        "X-Title: caco\n",
        Set.of(),
        name -> ""),
    VLLM(
        "",
        "/v1/chat/completions",
        "authorization: Bearer " + KEY,
        "",
        Set.of("top_p"),
        name ->
            "{\"error\":{\"message\":\"[{'type': 'extra_forbidden', 'loc': ('body', '%s'), 'msg': 'Extra inputs are not permitted', 'input': 1}]\",\"type\":\"Bad Request\",\"param\":null,\"code\":400}}"
                .formatted(name)),
    SGLANG(
        "/v1",
        "/v1/chat/completions",
        "authorization: Bearer " + KEY,
        "",
        Set.of("seed"),
        name ->
            "{\"object\":\"error\",\"message\":\"1 validation error: {'type': 'extra_forbidden', 'loc': ('body', '%s')}\",\"type\":\"BadRequest\",\"code\":400}"
                .formatted(name)),
    LLAMA_CPP("", "/v1/chat/completions", "authorization: Bearer " + KEY, "", Set.of(), name -> "");

    private final String base;
    private final String path;
    private final String wanted;
    private final String headers;
    private final Set<String> refused;
    private final Function<String, String> refusal;

    Profile(
        String base,
        String path,
        String wanted,
        String headers,
        Set<String> refused,
        Function<String, String> refusal) {
      this.base = base;
      this.path = path;
      this.wanted = wanted;
      this.headers = headers;
      this.refused = refused;
      this.refusal = refusal;
    }

    private ScriptedServer.Reply answer(ScriptedServer.Request request) {
      String[] header = wanted.split(": ", 2);
      if (!header[1].equals(request.headers().get(header[0]))) {
        return status(401, "{\"error\":{\"message\":\"no key\"}}");
      }
      if (!request.path().equals(path)) {
        return status(404, "{\"error\":{\"message\":\"no such path\"}}");
      }
      for (String name : refused) {
        if (request.json().has(name)) {
          return status(400, refusal.apply(name));
        }
      }
      return says("yes");
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Profile.class)
  void theServerAnswersWithWhatItNeeds(Profile profile) throws Exception {
    try (ScriptedServer server = new ScriptedServer(profile::answer)) {
      ApiKey key = ApiKey.none();
      if (!profile.headers.contains(KEY)) {
        key = ApiKey.file(Files.writeString(folder.resolve("key"), KEY).toString());
      }
      if (!profile.headers.isEmpty()) {
        key = key.withHeaders(Files.writeString(folder.resolve("h"), profile.headers).toString());
      }
      ModelConfig config =
          ModelConfig.of("solve", server.address() + profile.base, "m").toBuilder()
              .setApiKey(key)
              .setMaxAttempts(1)
              .build();

      CallResult result = Asking.call(config);

      assertThat(result.failure()).isNull();
      assertThat(server.requests()).hasSize(1 + profile.refused.size());
    }
  }

  @Test
  void aHeaderThatAServerSendsBackIsHidden() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(request -> status(400, "not " + request.headers().get("api-key")))) {
      String headers = Files.writeString(folder.resolve("h"), "api-key: " + KEY).toString();
      CallResult result =
          Asking.call(
              Asking.config(server).toBuilder()
                  .setApiKey(ApiKey.none().withHeaders(headers))
                  .build());

      assertThat(result.failure().evidence()).contains("not [key]").doesNotContain(KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api-key " + KEY,
        "a b: " + KEY,
        "api-key:",
        "Host: " + KEY,
        "content-length: " + KEY,
        "a: " + KEY + "\na: " + KEY,
        "a: " + KEY + "\u00e9"
      })
  void linesThatAreNoHeadersAreRefusedWithoutTheirValues(String lines) {
    assertThatThrownBy(() -> Credentials.headers("file", lines))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("headers in file")
        .hasMessageNotContaining(KEY);
  }

  @Test
  void emptyLinesAndCommentsSayNothing() throws Exception {
    assertThat(Credentials.headers("file", "\n# for the gateway\n  A: b: c \n"))
        .isEqualTo(java.util.Map.of("A", "b: c"));
  }

  @Test
  void headersGoUnencryptedToNoOtherMachine() {
    ModelConfig.Builder config =
        ModelConfig.of("solve", "http://192.0.2.1", "m").toBuilder()
            .setApiKey(ApiKey.none().withHeaders("h"));
    assertThatThrownBy(config::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--allowPlainHttpKeys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "https://api.openai.com/v1 | {\"reasoning_effort\":\"none\"}",
        "https://x.openai.azure.com/openai/deployments/g | {\"reasoning_effort\":\"none\"}",
        "https://generativelanguage.googleapis.com/v1beta/openai/ | {\"reasoning_effort\":\"none\"}",
        "https://openrouter.ai/api/v1 | {\"reasoning\":{\"enabled\":false}}",
        "https://api.anthropic.com/v1 | {\"thinking\":{\"type\":\"disabled\"}}",
        "https://api.deepseek.com/v1 | {\"thinking\":{\"type\":\"disabled\"}}",
        "http://localhost:11434/v1 | {\"think\":false}",
        "http://gpu1:8000/v1 | {\"chat_template_kwargs\":{\"enable_thinking\":false}}",
        "https://notopenai.com/v1 | {\"chat_template_kwargs\":{\"enable_thinking\":false}}",
      })
  void eachServerIsToldNotToThinkInItsOwnWay(String endpoint, String parameters) {
    ServerFamily family = ServerFamily.at(endpoint).orElse(ServerFamily.VLLM);
    assertThat(List.of(Thinking.parameters(family, false))).containsExactly(parameters);
    assertThat(Thinking.parameters(family, true)).isNotEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "library, ollama",
    "openai, openai",
    "google, gemini",
    "anthropic, anthropic",
    "deepseek, deepseek"
  })
  void aServerThatSaysItIsAnotherHasToBeNamed(String owner, String family) throws IOException {
    try (ScriptedServer server = owned(owner, "uvicorn")) {
      ModelConfig config = ModelConfig.of("judge", server.address(), "m");

      assertThat(Endpoints.check(config)).isEmpty();
      assertThatThrownBy(() -> Endpoints.check(config, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(server.address(), "says that it is " + family, "--profile");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, uvicorn",
    "sglang, uvicorn",
    "llamacpp, llama.cpp",
    "somebody, x",
    "openai, llama.cpp"
  })
  void aServerThatIsWhatItIsTakenForIsFine(String owner, String header) throws IOException {
    try (ScriptedServer server = owned(owner, header)) {
      assertThat(Endpoints.check(ModelConfig.of("judge", server.address(), "m"), true)).isEmpty();
    }
  }

  private static ScriptedServer owned(String owner, String header) throws IOException {
    String models = "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"%s\"}]}";
    return new ScriptedServer(request -> status(200, models.formatted(owner), "Server: " + header));
  }
}
