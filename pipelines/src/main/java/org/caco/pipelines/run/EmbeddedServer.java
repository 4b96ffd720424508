package org.caco.pipelines.run;

import java.net.URI;
import org.caco.server.EmbeddedModelServer;
import org.caco.transforms.model.InProcessServer;

/** Offers the embedded model's server to the model client. */
public final class EmbeddedServer implements InProcessServer {
  @Override
  public Running start() {
    EmbeddedModelServer server = EmbeddedModelServer.inProcess();
    return new Running() {
      @Override
      public URI uri() {
        return server.uri();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
