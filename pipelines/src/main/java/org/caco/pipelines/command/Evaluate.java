package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.caco.pipelines.options.EvaluateOptions;
import org.caco.pipelines.run.EmptyResultException;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.transforms.report.OutputDirectory;
import org.jspecify.annotations.Nullable;

/** The {@code evaluate} command: a model's scores on benchmarks. */
final class Evaluate {
  private static final String GREEDY = "{\"temperature\": 0, \"top_p\": 1}";

  private Evaluate() {}

  static void run(EvaluateOptions options, PrintStream out) {
    if (options.getAttempts() == 1
        && Stream.of(options.getParameters(), options.getSolveParameters())
            .noneMatch(Evaluate::namesTemperature)
        && options.getSolveParameters() == null) {
      options.setSolveParameters(GREEDY);
    }
    try {
      PipelineCommand.EVALUATE.run(options, out);
    } catch (EmptyResultException e) {
      // A model that solves nothing has a score, too.
      out.println(e.getMessage());
    }
    if (!RunnerAdapter.of(options).waits(options)) {
      return;
    }
    try {
      Scores scores = Scores.of(options.getOutput());
      OutputDirectory.addToSummary(options.getOutput(), "scores", scores.json());
      out.println();
      scores.print(out);
    } catch (IOException e) {
      throw new UncheckedIOException("The items of the run cannot be read", e);
    }
  }

  private static boolean namesTemperature(@Nullable String parameters) {
    return parameters != null && parameters.contains("\"temperature\"");
  }
}
