package org.caco.pipelines;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.caco.pipelines.options.ExecuteOptions;
import org.caco.sandbox.BatchConfig;
import org.caco.sandbox.BatchExecution;
import org.caco.sandbox.BatchProgress;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;

/** The {@code execute} command: only the sandbox, over the programs of a file. */
final class Execute {
  static final String SUMMARY =
      "runs the programs of a JSONL file in the sandbox; {id, code} in, one line out per line in."
          + " Run it again to go on where it was cut off.";

  private Execute() {}

  static void help(PrintStream out) {
    Help.print("execute", SUMMARY, ExecuteOptions.class, out);
  }

  static void run(List<String> args, PrintStream out) {
    ExecuteOptions options = CommandLine.parse("execute", args, ExecuteOptions.class);
    if (!Set.of("released", "off").contains(options.getRules())) {
      throw new UsageException("--rules=" + options.getRules() + " is neither released nor off.");
    }
    BatchConfig batch =
        BatchConfig.defaults()
            .withCodeField(options.getCodeField())
            .withRules(options.getRules().equals("released"))
            .withDeterministic(options.getDeterministic());
    SandboxConfig config =
        Settings.sandbox(options).withResultVariable(options.getResultVariable());
    if (options.getWorkers() != null) {
      config = config.withWorkers(options.getWorkers());
    }
    boolean terminal = Boolean.getBoolean("caco.terminal");
    try (Sandbox sandbox = Sandbox.open(config)) {
      BatchProgress end =
          BatchExecution.in(sandbox, batch)
              .run(
                  Path.of(options.getInput()),
                  Path.of(options.getOutput()),
                  progress -> show(progress, terminal, out));
      out.printf(
          "%s%d lines in %s, %d of them from an earlier run; verdicts %s%n",
          terminal ? "\r\u001b[2K" : "",
          end.lines(),
          options.getOutput(),
          end.resumed(),
          end.verdicts());
    } catch (IOException e) {
      throw new UsageException("--input or --output: " + e, e);
    }
  }

  private static void show(BatchProgress progress, boolean terminal, PrintStream out) {
    if (terminal) {
      out.printf(
          "\r\u001b[2K%d%%  %d lines  %s",
          progress.bytesTotal() == 0 ? 100 : 100 * progress.bytesRead() / progress.bytesTotal(),
          progress.lines(),
          progress.verdicts());
      out.flush();
    }
  }
}
