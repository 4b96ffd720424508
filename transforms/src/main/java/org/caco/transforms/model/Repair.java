package org.caco.transforms.model;

import java.util.ArrayList;
import java.util.List;

/** Has a model mend the form of a reply that cannot be read. */
final class Repair {
  /** What is wrong with a reply without text. */
  static final String EMPTY = "it is empty.";

  /** Characters of the reply that the model is shown. */
  private static final int MAX_SHOWN = 16_000;

  private Repair() {}

  /** Whether there is somebody to talk to: a text that is continued understands nothing. */
  static boolean isPossible(ModelRequest request) {
    Prompt prompt = request.prompt();
    return !prompt.isText()
        && prompt.messages().stream().anyMatch(message -> !message.content().isBlank());
  }

  /**
   * The request for the same sample that shows the model its reply.
   *
   * @param wrong what is wrong with it, in a sentence that begins with a small letter
   */
  static ModelRequest of(
      ModelRequest request, ModelResponse response, String wrong, ModelConfig config) {
    String reply = response.reply().text();
    String shown = reply.substring(0, Math.min(reply.length(), MAX_SHOWN));
    String complaint =
        "Your reply cannot be used: "
            + wrong
            + " Reply once more, in exactly the form that was asked for, with nothing before it and"
            + " nothing after it.";
    List<Message> messages = new ArrayList<>(request.prompt().messages());
    Message last = messages.get(messages.size() - 1);
    if (!shown.isBlank()) {
      messages.add(new Message("assistant", shown));
      messages.add(new Message("user", complaint));
    } else if (last.role().equals("user")) {
      // Many templates take no empty turn, and no two of one speaker.
      messages.set(messages.size() - 1, new Message("user", last.content() + "\n\n" + complaint));
    } else {
      messages.add(new Message("user", complaint));
    }
    Prompt prompt = new Prompt(messages, request.prompt().seed());
    return ModelRequest.of(config, prompt, request.call().getSampleIndex()).repairing(request);
  }
}
