package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.caco.pipelines.options.UsageException;

/**
 * The {@code agent context} command: a page for coding agents. It is a file that a test makes of
 * the commands and options, so that the launcher can print it without a build.
 */
final class Agent {
  /** The page. */
  static final String PAGE = "/org/caco/pipelines/agent-context.md";

  private Agent() {}

  static void run(List<String> args, PrintStream out) {
    if (!args.equals(List.of("context"))) {
      throw new UsageException(
          "caco agent needs the word context, and no more: caco agent context.");
    }
    try (InputStream page = Agent.class.getResourceAsStream(PAGE)) {
      if (page == null) {
        throw new IllegalStateException("there is no page at " + PAGE);
      }
      out.print(new String(page.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
