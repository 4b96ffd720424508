package org.caco.transforms.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.ModelCall;

/**
 * One sample of a prompt to be asked for.
 *
 * @param prompt what is asked
 * @param parameters of sampling that are sent, the seed among them unless it is left out
 * @param call what is known of the call before its response
 */
record ModelRequest(Prompt prompt, SortedMap<String, Object> parameters, ModelCall call) {
  /** Samples of a prompt at most, so that the last one's seed has 31 bits as well. */
  private static final int MAX_SAMPLES = 1_000;

  /**
   * The request for sample {@code index} of {@code prompt}. Its seed is that of the first sample
   * plus the index, as servers count on for the choices of one request.
   */
  static ModelRequest of(ModelConfig config, Prompt prompt, int index) {
    TreeMap<String, Object> parameters = new TreeMap<>(config.parameters());
    // 31 bits: some servers keep the seed in an int.
    long first = ContentHash.number("seed", Long.toString(prompt.seed()), "0") & Integer.MAX_VALUE;
    parameters.put("seed", Math.min(first, Integer.MAX_VALUE - MAX_SAMPLES) + index);
    String parameterText = Json.text(parameters);
    // What the server is not told still tells requests apart.
    TreeMap<String, Object> sent = new TreeMap<>(parameters);
    sent.keySet().removeAll(config.leftOut());
    String sentText = Json.text(sent);
    if (!prompt.isText()
        && !config.format().isEmpty()
        && !config.leftOut().contains(ModelConfig.FORMAT)) {
      // Whether a server takes it shows later, and must change neither hash nor row.
      sent.putIfAbsent(ModelConfig.FORMAT, Json.value(config.format()));
    }

    List<String> messageParts = new ArrayList<>();
    for (Message message : prompt.messages()) {
      messageParts.add(message.role());
      messageParts.add(message.content());
    }
    List<String> parts = new ArrayList<>();
    parts.add(config.model());
    parts.add(parameterText);
    parts.add(Integer.toString(index));
    parts.addAll(messageParts);
    return new ModelRequest(
        prompt,
        sent,
        ModelCall.newBuilder()
            .setRole(config.role())
            .setModel(config.model())
            .setParameters(sentText)
            .setPromptHash(ContentHash.of(messageParts.toArray(new String[0])))
            .setRequestHash(ContentHash.of(parts.toArray(new String[0])))
            .setSampleIndex(index)
            .build());
  }

  /** The request for the same sample with the parameters of {@code config}. */
  ModelRequest with(ModelConfig config) {
    return of(config, prompt, call.getSampleIndex());
  }

  /** The same as the request for a reply that mends another one's. */
  ModelRequest repairing(ModelRequest other) {
    return new ModelRequest(prompt, parameters, call.toBuilder().setRepairOf(other.hash()).build());
  }

  /** What is known of the call after its response. */
  ModelCall call(ModelResponse response) {
    return call.toBuilder()
        .setFinishReason(response.finishReason())
        .setInputTokens(response.inputTokens())
        .setOutputTokens(response.outputTokens())
        .build();
  }

  /** What is read in a response. */
  Completion completion(ModelResponse response) {
    ReplyText reply = response.reply();
    return new Completion(reply.text(), reply.reasoning(), call(response));
  }

  /** The part of the API that it goes to. */
  String part() {
    return prompt.isText() ? EndpointAddress.TEXT : EndpointAddress.CHAT;
  }

  /**
   * The JSON that asks for this sample and those that follow it, {@code samples} in all.
   *
   * @param adaptation what the server does not take
   */
  ObjectNode body(int samples, Adaptation adaptation) {
    ObjectNode body = Json.MAPPER.valueToTree(parameters);
    if (samples > 1) {
      body.put("n", samples);
    }
    adaptation.apply(body);
    body.put("model", call.getModel());
    if (prompt.isText()) {
      body.put("prompt", prompt.messages().get(0).content());
    } else {
      ArrayNode messages = body.putArray("messages");
      for (Message message : prompt.messages()) {
        messages.addObject().put("role", message.role()).put("content", message.content());
      }
    }
    return body;
  }

  /** Hash of all that determines the response, however many samples share a request. */
  String hash() {
    return call.getRequestHash();
  }
}
