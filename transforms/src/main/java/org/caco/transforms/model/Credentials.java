package org.caco.transforms.model;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caco.text.LowerCase;

/**
 * What goes to an endpoint and to nobody else.
 *
 * @param key empty for none
 * @param headers by name, sent besides
 */
record Credentials(String key, SortedMap<String, String> headers) {
  static final Credentials NONE = new Credentials("", new TreeMap<>());

  private static final String AUTHORIZATION = "authorization";

  /** Headers that are the client's own business. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "connection",
          "expect",
          "upgrade",
          "transfer-encoding",
          "accept");

  Credentials {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /**
   * The headers in the lines of a file.
   *
   * @throws IOException if a line is none; the message is a sentence that shows no value
   */
  static SortedMap<String, String> headers(String file, String text) throws IOException {
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = "Line " + (i + 1) + " of the headers in " + file;
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (name.isEmpty() || !name.chars().allMatch(Credentials::isOfName)) {
        throw new IOException(where + " is not one of the form Name: value.");
      }
      if (value.isEmpty() || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        throw new IOException(where + " has no value in printable ASCII.");
      }
      if (RESERVED.contains(LowerCase.of(name))) {
        throw new IOException(where + " sets " + name + ", which is set by the client.");
      }
      if (headers.put(name, value) != null) {
        throw new IOException(where + " sets " + name + " once more.");
      }
    }
    return headers;
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** Whether nothing goes there. */
  boolean isEmpty() {
    return key.isEmpty() && headers.isEmpty();
  }

  void addTo(HttpRequest.Builder request) {
    if (!key.isEmpty() && headers.keySet().stream().noneMatch(AUTHORIZATION::equalsIgnoreCase)) {
      request.header("Authorization", "Bearer " + key);
    }
    headers.forEach(request::header);
  }

  /** All that must not be shown: of a header with two words, as of a kind of key and it, each. */
  Stream<String> secrets() {
    return Stream.concat(
            Stream.of(key),
            headers.values().stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split(" ", -1)))))
        .filter(secret -> secret.length() >= KeyMask.MIN_SECRET || secret.equals(key))
        .filter(secret -> !secret.isEmpty());
  }
}
