package org.caco.transforms.model;

import static org.caco.transforms.model.ModelConfig.EMBEDDED;

import java.net.URI;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/** Where a model is asked: what such an address may be, and whether a key may go there. */
final class EndpointAddress {
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
