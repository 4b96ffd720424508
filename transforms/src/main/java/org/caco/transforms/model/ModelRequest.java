package org.caco.transforms.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.step.ContentHash;

/**
 * One request for one sample.
 *
 * @param path below the base address
 * @param body JSON
 * @param call what is known of the call before its response
 */
record ModelRequest(String path, String body, ModelCall call) {

  /** The request for sample {@code index} of {@code prompt}. */
  static ModelRequest of(ModelConfig config, Prompt prompt, int index) {
    TreeMap<String, Object> parameters = new TreeMap<>(config.parameters());
    // 31 bits: some servers keep the seed in an int.
    long seed =
        ContentHash.number("seed", Long.toString(prompt.seed()), Integer.toString(index))
            & Integer.MAX_VALUE;
    parameters.put("seed", seed);
    String parameterText = Json.text(parameters);

    List<String> messageParts = new ArrayList<>();
    for (Message message : prompt.messages()) {
      messageParts.add(message.role());
      messageParts.add(message.content());
    }
    String promptHash = ContentHash.of(messageParts.toArray(new String[0]));
    List<String> parts = new ArrayList<>();
    parts.add(config.model());
    parts.add(parameterText);
    parts.add(Integer.toString(index));
    parts.addAll(messageParts);

    ObjectNode body = Json.MAPPER.valueToTree(parameters);
    body.put("model", config.model());
    if (prompt.isText()) {
      body.put("prompt", prompt.messages().get(0).content());
    } else {
      ArrayNode messages = body.putArray("messages");
      for (Message message : prompt.messages()) {
        messages.addObject().put("role", message.role()).put("content", message.content());
      }
    }
    return new ModelRequest(
        prompt.isText() ? "/v1/completions" : "/v1/chat/completions",
        Json.text(body),
        ModelCall.newBuilder()
            .setRole(config.role())
            .setModel(config.model())
            .setParameters(parameterText)
            .setPromptHash(promptHash)
            .setRequestHash(ContentHash.of(parts.toArray(new String[0])))
            .setSampleIndex(index)
            .build());
  }

  String hash() {
    return call.getRequestHash();
  }
}
