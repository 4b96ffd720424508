package org.caco.transforms.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * One message of a prompt.
 *
 * @param role system, user or assistant, or {@link #TEXT}
 * @param content the text, inserted as it is
 */
public record Message(String role, String content) implements Serializable {
  /** The role of a text that the model continues as it is, without a chat's frame. */
  public static final String TEXT = "text";

  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }
}
