package org.caco.pipelines.command;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.caco.pipelines.options.Quantity;
import org.caco.pipelines.options.ServeModelOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.Fault;
import org.caco.server.ServingConfig;
import org.caco.server.Speech;
import org.caco.server.embedded.EmbeddedModel;
import org.jspecify.annotations.Nullable;

/** The {@code serve-model} command: the embedded model as a server, until it is stopped. */
final class ServeModel {
  private static final int MAX_PORT = 65_535;

  private ServeModel() {}

  static void run(ServeModelOptions options, PrintStream out) {
    try (EmbeddedModelServer server = start(options)) {
      out.println(EmbeddedModel.NOTICE);
      out.println("Serving at " + server.uri() + "/v1; Ctrl-C stops it. Try:");
      out.println(
          "  runners/caco synthesize --endpoint="
              + server.uri()
              + "/v1 --model="
              + EmbeddedModel.NAME
              + " --seeds=FILE --output=DIR");
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static EmbeddedModelServer start(ServeModelOptions options) {
    ServingConfig config = config(options);
    int port = options.getPort();
    if (port > MAX_PORT) {
      throw new UsageException("--port=" + port + " is no port: they end at " + MAX_PORT + ".");
    }
    try {
      return EmbeddedModelServer.start(port, config);
    } catch (UncheckedIOException e) {
      throw new UsageException(
          "Port " + port + " cannot be served (" + e.getCause() + "): choose another by --port.",
          e);
    }
  }

  private static ServingConfig config(ServeModelOptions options) {
    try {
      ServingConfig config =
          ServingConfig.PLAIN
              .withSlots(options.getSlots(), options.getQueue())
              .withLatency(time("latency", options.getLatency()), options.getLatencySigma())
              .withTokensPerSecond(options.getTokensPerSecond());
      if (options.getFaults() != null) {
        config = config.withFaults(parsed("faults", options.getFaults(), Fault::parse));
      }
      if (options.getDialect() != null) {
        config = config.withSpeech(parsed("dialect", options.getDialect(), Speech::of));
      }
      return config.withOutage(
          time("outageAfter", options.getOutageAfter()), time("outage", options.getOutage()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ".", e);
    }
  }

  private static <T> T parsed(String option, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + ": " + e.getMessage() + ".", e);
    }
  }

  /** The time that an option sets, zero where it is not set. */
  private static Duration time(String option, @Nullable String text) {
    return text == null ? Duration.ZERO : Quantity.duration(option, text);
  }
}
