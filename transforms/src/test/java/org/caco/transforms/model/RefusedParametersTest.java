package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.transforms.model.Sample.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say that refuse a parameter, and that they are not told it any more. */
@Timeout(60)
final class RefusedParametersTest {
  private static final Set<String> SENT =
      Set.of("model", "messages", "seed", "temperature", "top_p", "max_tokens", "n", "stop");

  private static String refused(int status, String body) {
    return ParameterRefusal.in(ErrorReply.of(status, body.getBytes(UTF_8)), SENT)
        .map(refusal -> refusal.name() + ">" + refusal.otherName())
        .orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // OpenAI, and Azure
        "max_tokens>max_completion_tokens | {\"error\":{\"message\":\"Unsupported parameter:"
            + " 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"
            + " instead.\",\"type\":\"invalid_request_error\",\"param\":\"max_tokens\","
            + "\"code\":\"unsupported_parameter\"}}",
        "temperature> | {\"error\":{\"message\":\"Unsupported value: 'temperature' does not support"
            + " 0.7 with this model. Only the default (1) value is supported.\","
            + "\"type\":\"invalid_request_error\",\"param\":\"temperature\","
            + "\"code\":\"unsupported_value\"}}",
        "seed> | {\"error\":{\"message\":\"Unrecognized request argument supplied: seed\","
            + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
        "seed> | {\"error\":{\"message\":\"Unknown parameter: 'seed'.\","
            + "\"param\":\"seed\",\"code\":\"unknown_parameter\"}}",
        // pydantic, as FastAPI, Mistral, vLLM and Anthropic pass it on
        "seed> | {\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],"
            + "\"msg\":\"Extra inputs are not permitted\",\"input\":5}]}",
        "seed> | {\"detail\":[{\"loc\":[\"body\",\"seed\"],\"msg\":\"extra fields not"
            + " permitted\",\"type\":\"value_error.extra\"}]}",
        "seed> | {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\","
            + "\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra inputs are not permitted\"}]},"
            + "\"type\":\"invalid_request_error\"}",
        "top_p> | {\"object\":\"error\",\"message\":\"[{'type': 'extra_forbidden', 'loc': ('body',"
            + " 'top_p'), 'msg': 'Extra inputs are not permitted', 'input': 0.8}]\",\"code\":400}",
        "seed> | {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
            + "\"message\":\"seed: Extra inputs are not permitted\"}}",
        // Google, in a list
        "seed> | [{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name"
            + " \\\"seed\\\": Cannot find field.\",\"status\":\"INVALID_ARGUMENT\",\"details\":["
            + "{\"fieldViolations\":[{\"description\":\"Unknown name \\\"seed\\\": Cannot find"
            + " field.\"}]}]}}]",
        // others
        "seed> | {\"error\":{\"message\":\"property 'seed' is unsupported\"}}",
        "n> | {\"error\":\"json: unknown field \\\"n\\\"\"}",
        "top_p> | {\"error\":{\"message\":\"`temperature` and `top_p` cannot both be specified for"
            + " this model. Please use only one.\"}}",
        "seed> | {\"message\":\"litellm.UnsupportedParamsError: p does not support parameters:"
            + " ['seed'], for model=m. Supported: temperature, top_p, max_tokens\"}",
        "seed> | {\"detail\":\"Additional properties are not allowed ('seed' was unexpected)\"}",
        "seed> | create() got an unexpected keyword argument 'seed'",
        "temperature> | {\"error\":{\"message\":\"`temperature` is deprecated for this model.\"}}",
      })
  void aParameterThatIsRefusedByNameIsRead(String expected, String body) {
    assertThat(refused(body.startsWith("{\"detail") ? 422 : 400, body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you"
            + " requested 5000 tokens (904 in the messages, 4096 in the completion).\","
            + "\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
        "{\"error\":{\"message\":\"max_tokens is too large: 9000. This model supports at most 4096"
            + " completion tokens\",\"param\":\"max_tokens\",\"code\":null}}",
        "{\"error\":{\"message\":\"Unsupported value: 'messages[0].role' does not support 'system'"
            + " with this model.\",\"param\":\"messages[0].role\",\"code\":\"unsupported_value\"}}",
        "{\"error\":{\"message\":\"The model m is not supported\",\"param\":\"model\","
            + "\"code\":\"unsupported_parameter\"}}",
        "{\"error\":{\"message\":\"Unknown parameter: 'top_k'\",\"param\":\"top_k\"}}",
        "{\"error\":{\"message\":\"The request is not supported: stop asking\"}}",
        "not supported",
        "",
        "[]"
      })
  void whatRefusesNoParameterOfOursIsLeftAlone(String body) {
    assertThat(refused(400, body)).isEqualTo("nothing");
  }

  @Test
  void anotherStatusRefusesNoParameter() {
    assertThat(refused(500, "{\"error\":{\"message\":\"Unknown parameter: 'seed'\"}}"))
        .isEqualTo("nothing");
  }

  /** Refuses the parameters of these names, one at a time. */
  private static ScriptedServer refusing(String... names) {
    return new ScriptedServer(
        request -> {
          for (String name : names) {
            if (request.json().has(name)) {
              return status(
                  400,
                  "{\"error\":{\"message\":\"Unsupported parameter: '"
                      + name
                      + "' is not supported with this model.\",\"param\":\""
                      + name
                      + "\",\"code\":\"unsupported_parameter\"}}");
            }
          }
          return says("yes");
        });
  }

  private static CallResult ask(ModelConfig config, String question) throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", question)), 1);
    return Asking.client(config)
        .submit(new Bundle(), List.of(ModelRequest.of(config, prompt, 0)))
        .get(0)
        .get();
  }

  @Test
  void aRefusedParameterIsLeftOutAtOnceAndFromThenOn() throws Exception {
    try (ScriptedServer server = refusing("seed", "max_tokens")) {
      ModelConfig config = Asking.config(server).toBuilder().setMaxAttempts(1).build();
      CallResult first = ask(config, "a");
      CallResult second = ask(config, "b");

      assertThat(first.response().reply().text()).isEqualTo("yes");
      assertThat(server.requests()).hasSize(4);
      assertThat(server.requests().get(3).json().properties())
          .extracting(property -> property.getKey() + "")
          .contains("max_completion_tokens", "temperature", "top_p")
          .doesNotContain("seed", "max_tokens");
      assertThat(second.sent())
          .singleElement()
          .extracting(CallResult.Sent::adapted)
          .isEqualTo(List.of("max_tokens as max_completion_tokens", "seed"));
    }
  }

  @Test
  void aParameterThatIsRefusedByBothNamesIsLeftOut() throws Exception {
    try (ScriptedServer server = refusing("max_tokens", "max_completion_tokens")) {
      assertThat(ask(Asking.config(server), "a").response().reply().text()).isEqualTo("yes");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void whatDidNotHelpIsNotKept() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                request.question().equals("a")
                    ? request.json().has("seed")
                        ? status(400, "{\"error\":{\"message\":\"Unknown parameter: 'seed'\"}}")
                        : status(400, "something else is wrong")
                    : says("yes"))) {
      ModelConfig config = Asking.config(server);
      assertThat(ask(config, "a").failure().reason()).isEqualTo("http_400");
      ask(config, "b");
      assertThat(server.requests().get(2).json().has("seed")).isTrue();
    }
  }

  @Test
  void aServerThatTakesNoNIsAskedForEachSampleFromThenOn() throws Exception {
    try (ScriptedServer server = refusing("n")) {
      ModelConfig config = Asking.config(server).toBuilder().setSamplesPerRequest(2).build();
      for (String question : List.of("a", "b")) {
        Prompt prompt = new Prompt(List.of(new Message("user", question)), 1);
        List<ModelRequest> requests = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          requests.add(ModelRequest.of(config, prompt, i));
        }
        for (var result : Asking.client(config).submit(new Bundle(), requests)) {
          assertThat(result.get().response().reply().text()).isEqualTo("yes");
        }
      }
      assertThat(server.requests())
          .filteredOn(request -> request.json().has("n"))
          .as("requests that ask for several")
          .hasSize(1);
    }
  }

  @Test
  void aSeedThatIsSetToNullIsNotSentAndChangesNoId() throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      ModelConfig plain = Asking.config(server);
      ModelConfig config = plain.toBuilder().mergeParameters("{\"seed\": null}").build();
      ask(config, "a");
      assertThat(server.requests().get(0).json().has("seed")).isFalse();
      Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
      assertThat(ModelRequest.of(config, prompt, 0).hash())
          .isEqualTo(ModelRequest.of(plain, prompt, 0).hash())
          .isNotEqualTo(ModelRequest.of(config, prompt, 1).hash());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":null}", "{\"messages\":null}", "{\"seed\":5}"})
  void whatEveryRequestNeedsCannotBeTakenAway(String parameters) {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> ModelConfig.defaults("solve").toBuilder().mergeParameters(parameters).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set by the client");
  }
}
