package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes a key out of what a server says, which may send back what it was sent: as it is, escaped as
 * in a query or in JSON, or in Base64 as in a header.
 */
final class KeyMask {
  /** Characters that a form of a key may have; text is cut no nearer to what is shown of it. */
  static final int MAX_FORM = 4_096;

  /** Shorter values of headers are words that stand anywhere, as true or a version. */
  static final int MIN_SECRET = 6;

  private static final String MASK = "[key]";

  /** Shorter pieces of Base64 may be anything. */
  private static final int MIN_BASE64 = 8;

  /** The longest first, since one may hold another. */
  private final List<String> forms;

  KeyMask(Credentials credentials) {
    Set<String> all = new LinkedHashSet<>();
    credentials.secrets().forEach(key -> addForms(key, all));
    forms = all.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private static void addForms(String key, Set<String> all) {
    all.add(key);
    all.add(URLEncoder.encode(key, UTF_8));
    all.add(URLEncoder.encode(key, UTF_8).replace("+", "%20"));
    all.add(new String(JsonStringEncoder.getInstance().quoteAsString(key)));
    all.add(key.replace("/", "\\/"));
    for (int before = 0; before < 3; before++) {
      base64(key, before).forEach(all::add);
    }
  }

  /** What Base64 always has for the key behind so many bytes of a block of three. */
  private static Stream<String> base64(String key, int before) {
    byte[] bytes = key.getBytes(UTF_8);
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    // Digits that hold bits of the key alone.
    int from = (before * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return to - from < MIN_BASE64
        ? Stream.of()
        : Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
            .map(encoder -> encoder.encodeToString(shifted).substring(from, to));
  }

  /** The text without the key. */
  String hide(String text) {
    String hidden = text;
    for (String form : forms) {
      hidden = hidden.replace(form, MASK);
    }
    return hidden;
  }
}
