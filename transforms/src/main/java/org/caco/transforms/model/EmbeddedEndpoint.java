package org.caco.transforms.model;

import java.net.URI;
import org.caco.transforms.embedded.EmbeddedModelServer;

/** Addresses of the embedded model, which stand for a server inside the worker's own JVM. */
final class EmbeddedEndpoint {
  private EmbeddedEndpoint() {}

  static boolean isEmbedded(String endpoint) {
    return endpoint.startsWith(ModelConfig.EMBEDDED);
  }

  /** The base address to call for {@code endpoint}: without {@code /v1} and slash at its end. */
  static String resolve(String endpoint) {
    URI uri = isEmbedded(endpoint) ? EmbeddedModelServer.shared().uri() : URI.create(endpoint);
    return uri.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
  }
}
