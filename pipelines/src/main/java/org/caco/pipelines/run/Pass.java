package org.caco.pipelines.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.GenerateOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.page.ReportPage;
import org.caco.transforms.report.OutputDirectory;

/**
 * Runs a command's graph once under a progress display, and completes its report.
 *
 * @param <T> the command's options
 * @param name the command's name
 * @param roles the models that it calls
 */
record Pass<T extends PipelineOptions>(
    String name,
    Class<T> type,
    List<Role> roles,
    T options,
    RunnerAdapter runner,
    MetricsEndpoint metrics,
    PrintStream out) {
  /**
   * Runs it.
   *
   * @param earlier the counters of the passes before; empty if there was none
   * @return the counters of all passes
   */
  Map<String, Long> run(Synthesis.Graph built, Map<String, Long> earlier) {
    Progress progress =
        Progress.start(
            shown(built.steps()), runner::counters, out, Boolean.getBoolean("caco.terminal"));
    StopNotice notice = StopNotice.post(() -> stopped(progress), out);
    PipelineResult result;
    try {
      MetricsText text = new MetricsText(built.steps(), models(built.steps()));
      metrics.serve(() -> text.of(progress.counters()));
      result = runner.run(built.pipeline());
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The run ended as " + state + ".");
      }
    } finally {
      progress.close();
      notice.close();
    }
    Map<String, Long> counters = ModelAccounts.together(earlier, StepCounters.of(result.metrics()));
    String output = options.as(OutputOptions.class).getOutput();
    try {
      OutputDirectory.addToSummary(
          output,
          "models",
          ModelAccounts.json(options.as(ModelOptions.class), built.steps(), counters));
      Card.write(options, name, type, roles);
      ReportPage.write(output, name, Card.settings(options, type), StepCounters.seconds(counters));
    } catch (IOException e) {
      throw new UncheckedIOException("The report of the run cannot be written to " + output, e);
    }
    return counters;
  }

  private List<MetricsText.Model> models(List<String> steps) {
    ModelOptions models = options.as(ModelOptions.class);
    return Role.all(models).stream()
        .filter(role -> steps.contains(role.step()))
        .map(role -> MetricsText.Model.of(role.step(), role.model(models)))
        .toList();
  }

  private Progress.Shown shown(List<String> steps) {
    List<String> models =
        Role.all(options.as(ModelOptions.class)).stream()
            .map(Role::step)
            .filter(steps::contains)
            .distinct()
            .toList();
    Map<String, Long> known =
        GenerateOptions.class.isAssignableFrom(type)
            ? Map.of(GeneratePrograms.STEP, options.as(GenerateOptions.class).getPrograms())
            : Map.of();
    String kept =
        Settings.journal(options.as(ModelOptions.class)).isEmpty()
            ? "nothing is kept, and the same command starts over."
            : "what models have answered is kept, and the same command goes on.";
    return new Progress.Shown(
        steps, models, known, List.of("Ctrl-C stops: " + kept, "Ctrl-C stops"));
  }

  /** What is kept of a run that is stopped, and how it goes on. */
  private String stopped(Progress progress) {
    progress.stop();
    String journal = Settings.journal(options.as(ModelOptions.class));
    String text = Spending.continuation(options);
    if (journal.isEmpty()) {
      return text;
    }
    return text
        + String.format(
            Locale.ROOT,
            "%nKept: about %,d replies of models, in %s. The rows are written by the run that"
                + " reaches its end.",
            progress.replies(),
            journal);
  }
}
