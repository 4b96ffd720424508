package org.caco.transforms.model;

import static org.caco.transforms.model.ModelConfig.EMBEDDED;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caco.text.BoundedPattern;
import org.caco.text.LowerCase;

/**
 * Where a model is asked: what such an address may be, whether a key may go there, and what of the
 * API is where below it.
 *
 * <p>An address is used as it stands if its path has a version, as {@code /v1}, {@code
 * /v1beta/openai} or {@code /api/paas/v4} have, if it names a deployment or an {@code api-version},
 * as those of Azure do, or if it ends in {@code /chat/completions} or {@code /completions}. Below
 * any other, the API is at {@code /v1}. A query stays at the end.
 */
final class EndpointAddress {
  static final String CHAT = "/chat/completions";
  static final String TEXT = "/completions";
  static final String MODELS = "/models";

  private static final com.google.re2j.Pattern VERSION =
      com.google.re2j.Pattern.compile("v\\d{1,3}(\\.\\d{1,3})?((alpha|beta|rc|preview)\\d{0,3})?");

  /** Ends of addresses of other APIs, which no request of ours fits. */
  private static final List<String> OTHER_APIS = List.of("/messages", "/responses");

  /** Names of parameters behind which keys stand: key, api-key, access_token, sig and so on. */
  private static final Pattern SECRET_QUERY =
      BoundedPattern.of(
          "(?i)[?&;#][^=&;#]{0,60}(?:key|token|secret|sig|passw|pwd|auth|credential)[^=&;#]{0,60}=");

  private static final com.google.re2j.Pattern THIS_MACHINE =
      com.google.re2j.Pattern.compile(
          "(?i)localhost\\.?|127(\\.\\d{1,3}){3}|\\[::1\\]|\\[(0+:){7}0*1\\]");

  private EndpointAddress() {}

  /** As {@link ModelConfig#isSafeForKeys}. */
  static boolean isSafeForKeys(String endpoint) {
    if (EmbeddedEndpoint.isEmbedded(endpoint)) {
      return true;
    }
    URI uri = URI.create(endpoint);
    return "https".equalsIgnoreCase(uri.getScheme())
        || (uri.getHost() != null && THIS_MACHINE.matcher(uri.getHost()).matches());
  }

  /**
   * The address of a part of the API.
   *
   * @param base an address that a user gave
   * @param part {@link #CHAT}, {@link #TEXT} or {@link #MODELS}
   */
  static String of(String base, String part) {
    int end = end(base);
    String rest = base.substring(end);
    String path = withoutSlashes(base.substring(0, end));
    for (String given : List.of(CHAT, TEXT)) {
      if (path.endsWith(given)) {
        return path.substring(0, path.length() - given.length()) + part + rest;
      }
    }
    return path + (stands(path, rest) ? "" : "/v1") + part + rest;
  }

  /** Where the query or fragment of an address begins, its length where it has none. */
  private static int end(String address) {
    for (int i = 0; i < address.length(); i++) {
      if (address.charAt(i) == '?' || address.charAt(i) == '#') {
        return i;
      }
    }
    return address.length();
  }

  private static String withoutSlashes(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    return address.substring(0, end);
  }

  private static boolean stands(String address, String query) {
    int host = address.indexOf("://");
    int path = address.indexOf('/', host < 0 ? 0 : host + 3);
    return query.contains("api-version=")
        || (path >= 0
            && Stream.of(LowerCase.of(address.substring(path)).split("/", -1))
                .anyMatch(part -> part.equals("deployments") || VERSION.matches(part)));
  }

  static void check(String endpoint) {
    if (EmbeddedEndpoint.isEmbedded(endpoint)) {
      return;
    }
    if (endpoint.indexOf('@') >= 0 || SECRET_QUERY.matcher(endpoint).find()) {
      // Addresses are stored and shown: this one must not be, not even here.
      throw new IllegalArgumentException(
          "an endpoint's address must hold neither a password nor a key: name an environment"
              + " variable by --apiKeyEnv, or a file by --apiKeyFile");
    }
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("endpoint " + endpoint + " is not a URL", e);
    }
    boolean http =
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null;
    if (!http) {
      throw new IllegalArgumentException(
          "endpoint " + endpoint + " is neither http://HOST, https://HOST nor " + EMBEDDED);
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("endpoint " + endpoint + " has a part behind #");
    }
    String path = withoutSlashes(uri.getPath());
    if (OTHER_APIS.stream().anyMatch(path::endsWith)) {
      throw new IllegalArgumentException(
          "endpoint "
              + endpoint
              + " is that of another API: name the one for chat completions, which ends in a"
              + " version as /v1 or in /chat/completions");
    }
  }

  static void checkSafeForKeys(String endpoint) {
    if (!isSafeForKeys(endpoint)) {
      throw new IllegalArgumentException(
          "a key would go to "
              + endpoint
              + " unencrypted: use https, or allow it by --allowPlainHttpKeys");
    }
  }
}
