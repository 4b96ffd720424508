package org.caco.transforms.model;

import java.net.URI;
import java.util.ServiceLoader;

/** Addresses of the embedded model, which stand for a server inside the worker's own JVM. */
final class EmbeddedEndpoint {
  private static final class Shared {
    static final InProcessServer.Running SERVER =
        ServiceLoader.load(InProcessServer.class, EmbeddedEndpoint.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "No embedded model is on the class path: name an endpoint, or add"
                            + " caco-pipelines."))
            .start();
  }

  private EmbeddedEndpoint() {}

  static boolean isEmbedded(String endpoint) {
    return endpoint.startsWith(ModelConfig.EMBEDDED);
  }

  /** The base address to call for {@code endpoint}: without {@code /v1} and slash at its end. */
  static String resolve(String endpoint) {
    URI uri = isEmbedded(endpoint) ? Shared.SERVER.uri() : URI.create(endpoint);
    return uri.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
  }
}
