package org.caco.pipelines.graph;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caco.pipelines.options.ModelOptions;
import org.caco.transforms.model.ApiKey;
import org.caco.transforms.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/** Which key goes to which servers. */
final class Keys {
  private static final String DEFAULT_VARIABLE = "OPENAI_API_KEY";

  private Keys() {}

  /** The key that options name, if they name one. */
  static Optional<ApiKey> named(@Nullable String variable, @Nullable String file) {
    return Optional.ofNullable(file)
        .map(ApiKey::file)
        .or(() -> Optional.ofNullable(variable).map(ApiKey::environment));
  }

  /**
   * The key of {@code --endpoint}. The variable that nobody has named counts only where its value
   * crosses no network unencrypted: it may be there for another server.
   */
  static ApiKey ofEndpoint(ModelOptions options) {
    return named(options.getApiKeyEnv(), options.getApiKeyFile())
        .orElseGet(
            () ->
                System.getenv(DEFAULT_VARIABLE) != null
                        && endpoints(options.getEndpoint()).allMatch(ModelConfig::isSafeForKeys)
                    ? ApiKey.environment(DEFAULT_VARIABLE)
                    : ApiKey.none());
  }

  /** Whether all of {@code some} are at servers, the port included, of {@code others}. */
  static boolean sameServers(String some, String others) {
    Set<String> servers = endpoints(others).map(Keys::server).collect(Collectors.toSet());
    return endpoints(some).map(Keys::server).allMatch(servers::contains);
  }

  private static Stream<String> endpoints(String list) {
    return Stream.of(list.split(",")).map(String::strip);
  }

  private static String server(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
      return scheme + "://" + host + ":" + port;
    } catch (IllegalArgumentException e) {
      // What is wrong with it is told where the model is configured.
      return endpoint;
    }
  }
}
