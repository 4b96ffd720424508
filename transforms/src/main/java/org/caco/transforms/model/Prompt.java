package org.caco.transforms.model;

import java.util.List;

/**
 * What a model is asked. It goes to {@code /v1/chat/completions}, or to {@code /v1/completions} if
 * it is made by {@link #text}.
 *
 * @param messages at least one
 * @param seed where sampling starts from; derive it from the record's content, so that another
 *     order or runner asks the same
 */
public record Prompt(List<Message> messages, long seed) {
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a message");
    }
    boolean text = messages.stream().anyMatch(m -> m.role().equals(Message.TEXT));
    if (text && messages.size() > 1) {
      throw new IllegalArgumentException("a text to continue stands alone");
    }
  }

  /** A text, possibly empty, that the model continues: no chat, no template. */
  public static Prompt text(String text, long seed) {
    return new Prompt(List.of(new Message(Message.TEXT, text)), seed);
  }

  boolean isText() {
    return messages.get(0).role().equals(Message.TEXT);
  }
}
