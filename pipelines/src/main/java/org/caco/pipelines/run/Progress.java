package org.caco.pipelines.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.caco.text.PrintableStream;
import org.caco.transforms.step.StepMetrics;

/**
 * Shows how far each step is while a pipeline runs: on a terminal a line per step that is redrawn
 * every second, elsewhere, every ten seconds, a plain line for each step that has changed. A line
 * for the model calls follows.
 */
final class Progress {
  private final List<String> steps;
  private final Supplier<Map<String, Long>> counters;
  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Timer timer = new Timer("progress", true);

  @GuardedBy("this")
  private int drawn;

  @GuardedBy("this")
  private final Map<String, Long> printed = new HashMap<>();

  @GuardedBy("this")
  private String printedModels = "";

  private Progress(
      List<String> steps, Supplier<Map<String, Long>> counters, PrintStream out, boolean terminal) {
    this.steps = steps;
    this.counters = counters;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Starts to show the counters of {@code steps} until closed.
   *
   * @param terminal whether {@code out} understands cursor movement
   */
  static Progress start(
      List<String> steps, Supplier<Map<String, Long>> counters, PrintStream out, boolean terminal) {
    Progress progress = new Progress(steps, counters, out, terminal);
    long period = terminal ? 1_000 : 10_000;
    progress.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            progress.show();
          }
        },
        period,
        period);
    return progress;
  }

  /** Shows the last state and stops. */
  void close() {
    timer.cancel();
    show();
  }

  private synchronized void show() {
    Map<String, Long> now;
    try {
      now = counters.get();
    } catch (RuntimeException e) {
      // A display must not stop the run it shows; the next turn may do better.
      return;
    }
    if (terminal) {
      redraw(now);
    } else {
      print(now);
    }
  }

  @GuardedBy("this")
  private void redraw(Map<String, Long> now) {
    if (drawn > 0) {
      PrintableStream.control(out, "\u001b[" + drawn + "A");
    }
    line(elapsed() + " elapsed");
    for (String step : steps) {
      line(
          String.format(
              Locale.ROOT,
              "  %-26s %,10d accepted %,10d rejected",
              step,
              count(now, step, StepMetrics.ACCEPTED),
              count(now, step, StepMetrics.REJECTED)));
    }
    line("  " + ModelAccounts.line(steps, now));
    drawn = steps.size() + 2;
    out.flush();
  }

  private void line(String line) {
    PrintableStream.control(out, "\r\u001b[2K");
    out.println(line);
  }

  @GuardedBy("this")
  private void print(Map<String, Long> now) {
    for (String step : steps) {
      long accepted = count(now, step, StepMetrics.ACCEPTED);
      long rejected = count(now, step, StepMetrics.REJECTED);
      if (accepted + rejected != printed.getOrDefault(step, 0L)) {
        printed.put(step, accepted + rejected);
        out.printf(
            Locale.ROOT,
            "[%s] %s: %,d accepted, %,d rejected%n",
            elapsed(),
            step,
            accepted,
            rejected);
      }
    }
    String models = ModelAccounts.line(steps, now);
    if (!models.equals(printedModels)) {
      printedModels = models;
      out.printf(Locale.ROOT, "[%s] Models: %s%n", elapsed(), models);
    }
  }

  private static long count(Map<String, Long> counters, String step, String name) {
    return counters.getOrDefault(step + "." + name, 0L);
  }

  private String elapsed() {
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
