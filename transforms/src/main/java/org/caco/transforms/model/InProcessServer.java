package org.caco.transforms.model;

import java.net.URI;
import java.util.ServiceLoader;

/**
 * A model server inside the worker's own JVM, which the endpoint {@code embedded:} stands for. The
 * client finds it by {@link ServiceLoader}, so that it does not depend on any server.
 */
public interface InProcessServer {
  /** Starts a server on the loopback interface. */
  Running start();

  /** A server that answers until it is closed. */
  interface Running extends AutoCloseable {
    /** The server's base address. */
    URI uri();

    @Override
    void close();
  }
}
