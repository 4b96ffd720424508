package org.caco.transforms.model;

import java.net.URI;

/** Addresses of the embedded model, which stand for a server inside the worker's own JVM. */
final class EmbeddedEndpoint {
  private EmbeddedEndpoint() {}

  static boolean isEmbedded(String endpoint) {
    return endpoint.startsWith(ModelConfig.EMBEDDED);
  }

  /** The base address to call for {@code endpoint}: without {@code /v1} and slash at its end. */
  static String resolve(String endpoint) {
    URI uri = isEmbedded(endpoint) ? embedded() : URI.create(endpoint);
    return uri.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
  }

  private static URI embedded() {
    try {
      Class<?> server = Class.forName("org.caco.transforms.embedded.EmbeddedModelServer");
      Object shared = server.getMethod("shared").invoke(null);
      return (URI) server.getMethod("uri").invoke(shared);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the embedded model is not on the class path", e);
    }
  }
}
