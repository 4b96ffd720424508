package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Objects;
import org.caco.transforms.lines.FileGlobs;

/**
 * Where an endpoint's key is found, and headers that go there besides; never the key itself, so it
 * may be logged and serialized. Both are read on the worker.
 *
 * @param source where to look for the key
 * @param name the variable's name or the file's path
 * @param headers the path of a file of headers, empty for none
 */
public record ApiKey(Source source, String name, String headers) implements Serializable {
  /** The places a key is read from. */
  public enum Source {
    /** There is no key. */
    NONE,
    /** An environment variable of the worker. */
    ENVIRONMENT,
    /** A file on any file system that Beam knows. */
    FILE
  }

  private static final int MAX_BYTES = 16_384;

  public ApiKey {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(headers, "headers");
    if (source != Source.NONE && name.isBlank()) {
      throw new IllegalArgumentException("the place of a key needs a name");
    }
  }

  /** No key: requests carry no Authorization header. */
  public static ApiKey none() {
    return new ApiKey(Source.NONE, "", "");
  }

  /** The key is the value of the environment variable {@code name}. */
  public static ApiKey environment(String name) {
    return new ApiKey(Source.ENVIRONMENT, name, "");
  }

  /** The key is the text of the file at {@code path}, without space around it. */
  public static ApiKey file(String path) {
    return new ApiKey(Source.FILE, path, "");
  }

  /**
   * The same with the headers of a file besides, one a line as {@code Name: value}; empty lines and
   * those that begin with {@code #} say nothing. Their values are secrets, as the key is. A header
   * {@code Authorization} goes in the key's place.
   */
  public ApiKey withHeaders(String path) {
    return new ApiKey(source, name, path);
  }

  /** Whether anything that nobody else may see goes to the endpoint. */
  boolean isSecret() {
    return source != Source.NONE || !headers.isEmpty();
  }

  /**
   * The key and the headers.
   *
   * @throws IOException if they are not where they should be, or cannot be sent; the message is a
   *     sentence for the user
   */
  Credentials credentials() throws IOException {
    String lines;
    try {
      lines = headers.isEmpty() ? "" : text(headers);
    } catch (IOException e) {
      throw new IOException(
          "The headers in " + headers + " cannot be read: " + e.getMessage() + ".", e);
    }
    return new Credentials(read(), Credentials.headers(headers, lines));
  }

  /**
   * The key, empty where there is none.
   *
   * @throws IOException if it is not where it should be, or cannot be a key; the message is a
   *     sentence for the user
   */
  String read() throws IOException {
    String key =
        switch (source) {
          case NONE -> "";
          case ENVIRONMENT -> fromEnvironment();
          case FILE -> fromFile();
        };
    if (source != Source.NONE && key.isEmpty()) {
      throw new IOException("The key in " + this + " is empty.");
    }
    // Anything else would break out of its header line.
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IOException("The key in " + this + " is not one line of printable ASCII.");
    }
    return key;
  }

  private String fromEnvironment() throws IOException {
    String value = System.getenv(name);
    if (value == null) {
      throw new IOException("There is no " + this + ".");
    }
    return value.strip();
  }

  private String fromFile() throws IOException {
    try {
      return text(name).strip();
    } catch (IOException e) {
      throw new IOException("The " + this + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String text(String path) throws IOException {
    try (InputStream in = FileGlobs.open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, UTF_8);
    }
  }

  @Override
  public String toString() {
    return switch (source) {
      case NONE -> "no key";
      case ENVIRONMENT -> "environment variable " + name;
      case FILE -> "key file " + name;
    };
  }
}
