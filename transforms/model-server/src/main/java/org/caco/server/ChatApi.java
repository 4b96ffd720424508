package org.caco.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caco.server.embedded.ChatMessage;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.server.embedded.EmbeddedModel.Reply;

/** The OpenAI protocol's requests and responses as JSON, over the embedded model. */
final class ChatApi {
  /** Bytes of a request that are read at most. */
  static final int MAX_REQUEST = 16 << 20;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_CHOICES = 64;
  private static final int TOKEN_CHARACTERS = 4;

  private final Speech speech;
  private final Consumer<Reply> listener;

  /**
   * @param speech how replies to chats are written down
   * @param listener gets each reply before it is sent
   */
  ChatApi(Speech speech, Consumer<Reply> listener) {
    this.speech = speech;
    this.listener = listener;
  }

  ObjectNode health() {
    return NODES.objectNode().put("status", "ok");
  }

  ObjectNode models() {
    ObjectNode body = NODES.objectNode().put("object", "list");
    body.putArray("data").add(model(EmbeddedModel.NAME));
    return body;
  }

  /** The model of this name. */
  ObjectNode model(String name) {
    named(name);
    return NODES
        .objectNode()
        .put("id", name)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "caco")
        .put("description", EmbeddedModel.NOTICE);
  }

  ObjectNode chatCompletions(JsonNode request) {
    return answer(request, messages(request), 1, "chat.completion");
  }

  /** Prompt-free completions: for each prompt the same as a chat whose user message is empty. */
  ObjectNode completions(JsonNode request) {
    JsonNode prompt = request.path("prompt");
    int prompts = 1;
    if (prompt.isArray()) {
      prompts = prompt.size();
      for (JsonNode each : prompt) {
        requireText(each);
      }
    } else if (!prompt.isMissingNode()) {
      requireText(prompt);
    }
    if (prompts < 1 || prompts > MAX_CHOICES) {
      throw new ApiException(
          400, "bad_prompt", "a list must hold from 1 to " + MAX_CHOICES + " prompts");
    }
    return answer(request, List.of(new ChatMessage("user", "")), prompts, "text_completion");
  }

  private static void requireText(JsonNode prompt) {
    if (!prompt.isTextual()) {
      throw new ApiException(400, "bad_prompt", "prompt must be a text or a list of texts");
    }
  }

  /**
   * @param prompts how often the messages are answered, each time with as many choices as are asked
   *     for
   */
  private ObjectNode answer(
      JsonNode request, List<ChatMessage> messages, int prompts, String object) {
    EmbeddedModel model = model(request);
    int choices = (int) number(request, "n", 1, 1, MAX_CHOICES / prompts);
    long seed = number(request, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    long limit = number(request, "max_tokens", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    limit = number(request, "max_completion_tokens", limit, 1, Integer.MAX_VALUE);
    ObjectNode body = NODES.objectNode();
    ArrayNode list = NODES.arrayNode();
    long output = 0;
    for (int i = 0; i < prompts * choices; i++) {
      Reply reply = model.reply(messages, seed + i % choices);
      listener.accept(reply);
      if (i == 0) {
        body.put("id", "embedded-" + reply.fingerprint())
            .put("object", object)
            .put("created", 0)
            .put("model", request.get("model").textValue())
            .put("system_fingerprint", reply.fingerprint());
      }
      String whole = SchemaFiller.inForm(request.path("response_format"), messages, reply.text());
      boolean cut = tokens(whole) > limit;
      String text = cut ? whole.substring(0, (int) (limit * TOKEN_CHARACTERS)) : whole;
      output += tokens(text);
      ObjectNode choice = list.addObject().put("index", i);
      boolean chat = object.equals("chat.completion");
      Optional<ObjectNode> spoken =
          chat && !cut ? speech.choice(reply.fingerprint(), text, reply.role()) : Optional.empty();
      if (spoken.isPresent()) {
        choice.setAll(spoken.get());
        choice.put("index", i);
        continue;
      }
      if (chat) {
        choice.putObject("message").put("role", "assistant").put("content", text);
      } else {
        choice.put("text", text);
      }
      if (chat && request.path("logprobs").asBoolean()) {
        choice.set("logprobs", logprobs(text));
      }
      choice.put("finish_reason", cut ? "length" : "stop");
    }
    body.set("choices", list);
    long input = prompts * messages.stream().mapToLong(m -> tokens(m.content())).sum();
    body.putObject("usage")
        .put("prompt_tokens", input)
        .put("completion_tokens", output)
        .put("total_tokens", input + output);
    return body;
  }

  /** The model is always sure. */
  private static ObjectNode logprobs(String text) {
    ObjectNode logprobs = NODES.objectNode();
    ArrayNode content = logprobs.putArray("content");
    for (int at = 0; at < text.length(); at += TOKEN_CHARACTERS) {
      ObjectNode token = content.addObject();
      token.put("token", text.substring(at, Math.min(text.length(), at + TOKEN_CHARACTERS)));
      token.put("logprob", 0.0).putNull("bytes").putArray("top_logprobs");
    }
    return logprobs;
  }

  private static EmbeddedModel model(JsonNode request) {
    if (!request.path("model").isTextual()) {
      throw new ApiException(400, "no_model", "model must be a text");
    }
    return named(request.get("model").textValue());
  }

  private static EmbeddedModel named(String name) {
    try {
      return EmbeddedModel.named(name);
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "model_not_found", String.valueOf(e.getMessage()));
    }
  }

  private static List<ChatMessage> messages(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new ApiException(400, "no_messages", "messages must be a list of messages");
    }
    List<ChatMessage> list = new ArrayList<>();
    for (JsonNode message : messages) {
      if (!message.path("role").isTextual()) {
        throw new ApiException(400, "bad_message", "a message needs a role");
      }
      list.add(new ChatMessage(message.get("role").textValue(), content(message.path("content"))));
    }
    return list;
  }

  /**
   * A text, or the texts of a list of parts; none is empty, as in a message with calls of tools.
   */
  private static String content(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (content.isMissingNode() || content.isNull()) {
      return "";
    }
    if (!content.isArray()) {
      throw new ApiException(400, "bad_message", "a message's content must be a text or parts");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      JsonNode said = part.isTextual() ? part : part.path("text");
      if (!said.isTextual()) {
        throw new ApiException(
            400, "bad_message", "This model reads parts of text only, not " + part.path("type"));
      }
      text.append(said.textValue());
    }
    return text.toString();
  }

  private static long number(JsonNode request, String name, long otherwise, long low, long high) {
    JsonNode value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new ApiException(400, "bad_" + name, name + " must be a whole number");
    }
    if (value.longValue() < low || value.longValue() > high) {
      throw new ApiException(400, "bad_" + name, name + " must be from " + low + " to " + high);
    }
    return value.longValue();
  }

  private static long tokens(String text) {
    return (text.length() + TOKEN_CHARACTERS - 1L) / TOKEN_CHARACTERS;
  }
}
