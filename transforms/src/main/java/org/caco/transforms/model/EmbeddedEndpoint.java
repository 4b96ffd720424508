package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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

  /** The address to call for {@code endpoint}. */
  String resolve(String endpoint) {
    return isEmbedded(endpoint) ? server().get().uri().toString() : endpoint;
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
