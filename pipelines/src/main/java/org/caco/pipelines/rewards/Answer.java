package org.caco.pipelines.rewards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What goes back for a request. */
final class Answer {
  private final int status;
  private final String type;
  private final byte[] body;

  private Answer(int status, String type, byte[] body) {
    this.status = status;
    this.type = type;
    this.body = body;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] body() {
    return body;
  }

  static Answer json(JsonNode body) {
    return new Answer(200, "application/json", Json.bytes(body));
  }

  static Answer text(String type, String text) {
    return new Answer(200, type, text.getBytes(UTF_8));
  }

  /**
   * An error as JSON.
   *
   * @param field the field of the request that is wrong; empty where none is
   */
  static Answer error(int status, String field, String message) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error").put("message", message);
    if (!field.isEmpty()) {
      error.put("field", field);
    }
    return new Answer(status, "application/json", Json.bytes(body));
  }
}
