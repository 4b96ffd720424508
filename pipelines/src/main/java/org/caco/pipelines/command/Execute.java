package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.ExecuteOptions;
import org.caco.pipelines.options.LineFiles;
import org.caco.pipelines.options.UsageException;
import org.caco.sandbox.BatchConfig;
import org.caco.sandbox.BatchExecution;
import org.caco.sandbox.BatchProgress;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.Verdict;
import org.caco.text.PrintableStream;

/** The {@code execute} command: only the sandbox, over the programs of a file. */
final class Execute {
  private Execute() {}

  static void run(ExecuteOptions options, PrintStream out) {
    LineFiles.check(options);
    BatchConfig batch =
        BatchConfig.defaults()
            .withCodeField(options.getCodeField())
            .withRules(options.getRules().equalsIgnoreCase("released"))
            .withDeterministic(options.getDeterministic());
    SandboxConfig config = config(options);
    boolean terminal = Boolean.getBoolean("caco.terminal");
    Display display = new Display(terminal, out);
    try (Sandbox sandbox = Sandbox.open(config)) {
      BatchProgress end =
          BatchExecution.in(sandbox, batch)
              .run(Path.of(options.getInput()), Path.of(options.getOutput()), display::show);
      display.clear();
      out.printf(
          Locale.ROOT,
          "%d lines in %s%s%s%n",
          end.lines(),
          options.getOutput(),
          end.lines() == 0 ? "" : ": " + counts(end),
          kept(end));
      if (batch.rules() && end.verdicts().containsKey(Verdict.REJECTED)) {
        out.println(
            "Of the rejected, some may only be too short or print instead of computing:"
                + " --rules=released, the default, rejects these, and --rules=off does not.");
      }
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(Caco.FULL)) {
        throw new UncheckedIOException(e);
      }
      throw new UsageException("--input or --output: " + e.getMessage(), e);
    }
  }

  private static SandboxConfig config(ExecuteOptions options) {
    String variable = options.getResultVariable();
    SandboxConfig config =
        Settings.checked(
            "resultVariable",
            variable,
            () -> Settings.sandbox(options).withResultVariable(variable));
    Integer workers = options.getWorkers();
    return workers == null
        ? config
        : Settings.checked(
            "workers", workers, () -> config.withWorkers(Settings.positive("workers", workers)));
  }

  /** Earlier lines are told apart by their ids alone, so that other options do not change them. */
  private static String kept(BatchProgress end) {
    return end.resumed() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%n%d of them are from an earlier run and were not run again: for other programs or"
                + " options name another --output",
            end.resumed());
  }

  private static String counts(BatchProgress progress) {
    return Arrays.stream(Verdict.values())
        .filter(progress.verdicts()::containsKey)
        .map(verdict -> verdict.label() + " " + progress.verdicts().get(verdict))
        .collect(Collectors.joining(", "));
  }

  /** On a terminal one line that is redrawn, elsewhere a plain line every ten seconds. */
  private static final class Display {
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final boolean terminal;
    private final PrintStream out;
    private long last = System.nanoTime();

    private Display(boolean terminal, PrintStream out) {
      this.terminal = terminal;
      this.out = out;
    }

    private void clear() {
      if (terminal) {
        PrintableStream.control(out, "\r\u001b[2K");
      }
    }

    private void show(BatchProgress progress) {
      long now = System.nanoTime();
      if (terminal || now - last >= PLAIN_NANOS) {
        last = now;
        clear();
        out.printf(
            Locale.ROOT,
            terminal ? "%d%%  %d lines  %s" : "%d%%  %d lines  %s%n",
            progress.bytesTotal() == 0 ? 100 : 100 * progress.bytesRead() / progress.bytesTotal(),
            progress.lines(),
            counts(progress));
        out.flush();
      }
    }
  }
}
