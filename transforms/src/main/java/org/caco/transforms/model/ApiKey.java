package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Objects;
import org.caco.transforms.lines.FileGlobs;

/**
 * Where an endpoint's key is found; never the key itself, so it may be logged and serialized. The
 * key is read on the worker.
 *
 * @param source where to look
 * @param name the variable's name or the file's path
 */
public record ApiKey(Source source, String name) implements Serializable {
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
    if (source != Source.NONE && name.isBlank()) {
      throw new IllegalArgumentException("the place of a key needs a name");
    }
  }

  /** No key: requests carry no Authorization header. */
  public static ApiKey none() {
    return new ApiKey(Source.NONE, "");
  }

  /** The key is the value of the environment variable {@code name}. */
  public static ApiKey environment(String name) {
    return new ApiKey(Source.ENVIRONMENT, name);
  }

  /** The key is the text of the file at {@code path}, without space around it. */
  public static ApiKey file(String path) {
    return new ApiKey(Source.FILE, path);
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
    try (InputStream in = FileGlobs.open(name)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, UTF_8).strip();
    } catch (IOException e) {
      throw new IOException("The " + this + " cannot be read: " + e.getMessage() + ".", e);
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
