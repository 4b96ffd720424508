package org.caco.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of records: the first 128 bits of a SHA-256 over the parts, each with its length. */
public final class ContentHash {
  private ContentHash() {}

  /** The hash of {@code parts} as 32 hexadecimal digits. */
  public static String of(String... parts) {
    return HexFormat.of().formatHex(digest(parts), 0, 16);
  }

  /** A number that depends on {@code parts} alone, for seeds of sampling; never negative. */
  public static long number(String... parts) {
    return ByteBuffer.wrap(digest(parts)).getLong() & Long.MAX_VALUE;
  }

  private static byte[] digest(String... parts) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (String part : parts) {
      byte[] bytes = part.getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return digest.digest();
  }
}
