package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.util.ServiceLoader;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;

/**
 * Resolves addresses, of which those of the embedded model stand for a server inside the worker's
 * own JVM: it is started when the first is resolved, and goes with the last that has resolved one.
 */
final class EmbeddedEndpoint implements AutoCloseable {
  private static final Shared<String, InProcessServer.Running> SHARED =
      Shared.closing("embedded models");

  @GuardedBy("this")
  private Shared.@Nullable Lease<InProcessServer.Running> server;

  static boolean isEmbedded(String endpoint) {
    return endpoint.startsWith(ModelConfig.EMBEDDED);
  }

  /** The base address to call for {@code endpoint}: without {@code /v1} and slash at its end. */
  String resolve(String endpoint) {
    return base(isEmbedded(endpoint) ? server().get().uri() : URI.create(endpoint));
  }

  /** An address without {@code /v1} and slash at its end. */
  static String base(URI address) {
    return address.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
  }

  private synchronized Shared.Lease<InProcessServer.Running> server() {
    if (server == null) {
      server = SHARED.acquire("", EmbeddedEndpoint::start);
    }
    return server;
  }

  private static InProcessServer.Running start() {
    return ServiceLoader.load(InProcessServer.class, EmbeddedEndpoint.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No embedded model is on the class path: name an endpoint, or add"
                        + " caco-pipelines."))
        .start();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
