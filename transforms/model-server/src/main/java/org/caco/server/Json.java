package org.caco.server;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The server's reader and writer of JSON. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}
}
