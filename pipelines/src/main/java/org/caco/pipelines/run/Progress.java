package org.caco.pipelines.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.caco.text.PrintableStream;
import org.caco.transforms.model.CallsUnderWay;
import org.caco.transforms.model.ModelMetrics;
import org.caco.transforms.step.StepMetrics;

/**
 * Shows how far each step is while a pipeline runs: on a terminal a {@link Panel} that is redrawn
 * every second; elsewhere plain lines, for each step one when it begins and then, where something
 * has changed, one a minute, and the same for the model calls.
 */
final class Progress {
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration REPEAT = Duration.ofMinutes(1);

  /** Rates are those of this time. */
  private static final Duration LATELY = Duration.ofSeconds(30);

  /** Each look at the window starts a process. */
  private static final int DRAWINGS_A_LOOK = 2;

  private static final String MODELS = "Models";

  private final Shown shown;
  private final Supplier<Map<String, Long>> counters;
  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Timer timer = new Timer("progress", true);

  /** The highest value of each counter: some runners forget those of an operator that has ended. */
  @GuardedBy("this")
  private final Map<String, Long> highest = new HashMap<>();

  @GuardedBy("this")
  private final Deque<Moment> moments = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, String> printed = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Long> printedAt = new HashMap<>();

  @GuardedBy("this")
  private Window window = Window.first();

  @GuardedBy("this")
  private int drawings;

  @GuardedBy("this")
  private int drawn;

  @GuardedBy("this")
  private boolean closed;

  /**
   * What is shown.
   *
   * @param steps in their order
   * @param models those of them that call models
   * @param known how many records a step will take, where that is known, by the step's name
   * @param footer what may stand below the panel, of which the first that fits does
   */
  record Shown(
      List<String> steps, List<String> models, Map<String, Long> known, List<String> footer) {}

  private record Moment(long nanos, Map<String, Long> counters) {}

  private Progress(
      Shown shown, Supplier<Map<String, Long>> counters, PrintStream out, boolean terminal) {
    this.shown = shown;
    this.counters = counters;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Starts to show the counters until closed.
   *
   * @param terminal whether {@code out} understands cursor movement
   */
  static Progress start(
      Shown shown, Supplier<Map<String, Long>> counters, PrintStream out, boolean terminal) {
    Progress progress = new Progress(shown, counters, out, terminal);
    long period = (terminal ? REDRAW : LOOK).toMillis();
    progress.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            progress.show(false);
          }
        },
        period,
        period);
    return progress;
  }

  /** Shows the last state and stops. */
  void close() {
    show(true);
  }

  /** Stops at once, since something else is to be said. */
  synchronized void stop() {
    closed = true;
    timer.cancel();
  }

  /** The replies of models that have come or were there, as far as is known. */
  synchronized long replies() {
    long replies = 0;
    for (String step : shown.models()) {
      replies +=
          count(step, ModelMetrics.CALLS)
              + count(step, ModelMetrics.CACHED)
              - count(step, ModelMetrics.RETRIES)
              - count(step, ModelMetrics.FAILED);
    }
    return replies;
  }

  /** The highest values of the counters so far, by name. */
  synchronized Map<String, Long> counters() {
    look();
    return Map.copyOf(highest);
  }

  @GuardedBy("this")
  private boolean look() {
    try {
      counters.get().forEach((name, count) -> highest.merge(name, count, Math::max));
      return true;
    } catch (RuntimeException e) {
      // A display must not stop the run it shows; the next turn may do better.
      return false;
    }
  }

  private synchronized void show(boolean last) {
    if (closed) {
      return;
    }
    if (last) {
      stop();
    }
    long now = System.nanoTime();
    if (!look()) {
      return;
    }
    moments.addLast(new Moment(now, Map.copyOf(highest)));
    while (moments.size() > 2 && now - moments.getFirst().nanos() > LATELY.toNanos()) {
      moments.removeFirst();
    }
    List<StepState> steps = Outlook.steps(shown.steps(), shown.known(), highest, rates(now));
    if (terminal) {
      draw(steps);
    } else {
      print(steps, now, last);
    }
  }

  @GuardedBy("this")
  private Map<String, Double> rates(long now) {
    Map<String, Double> rates = new HashMap<>();
    for (String step : shown.steps()) {
      rates.put(
          step, lately(step, StepMetrics.ACCEPTED, now) + lately(step, StepMetrics.REJECTED, now));
    }
    return rates;
  }

  /** How much a counter has grown lately, a second. */
  @GuardedBy("this")
  private double lately(String step, String name, long now) {
    Moment first = moments.getFirst();
    long since = moments.size() < 2 ? start : first.nanos();
    long before = moments.size() < 2 ? 0 : first.counters().getOrDefault(step + "." + name, 0L);
    double seconds = (now - since) / 1e9;
    return seconds <= 0 ? 0 : (count(step, name) - before) / seconds;
  }

  @GuardedBy("this")
  private void draw(List<StepState> steps) {
    if (drawings++ % DRAWINGS_A_LOOK == 0) {
      Window size = Window.now(window);
      if (!size.equals(window) && drawn > 0) {
        // Lines that were drawn for another width stand nobody knows where.
        PrintableStream.control(out, "\u001b[H\u001b[2J");
        drawn = 0;
      }
      window = size;
    }
    if (drawn > 0) {
      PrintableStream.control(out, "\r\u001b[" + drawn + "A");
    }
    List<String> lines =
        Panel.lines(
            window,
            Duration.ofNanos(System.nanoTime() - start),
            steps,
            calls(steps),
            closed ? List.of() : shown.footer());
    for (String line : lines) {
      PrintableStream.control(out, "\u001b[2K");
      out.println(line);
    }
    PrintableStream.control(out, "\u001b[J");
    drawn = lines.size();
    out.flush();
  }

  @GuardedBy("this")
  private CallState calls(List<StepState> steps) {
    long now = System.nanoTime();
    double lately = 0;
    for (String step : shown.models()) {
      lately += lately(step, ModelMetrics.CALLS, now);
    }
    return CallState.of(
        steps,
        shown.models(),
        highest,
        lately,
        new CallState.Now(
            CallsUnderWay.count(), CallsUnderWay.throttled(LOOK), CallsUnderWay.failing(LOOK)));
  }

  @GuardedBy("this")
  private void print(List<StepState> steps, long now, boolean last) {
    for (StepState step : steps) {
      if (step.done() > 0) {
        print(
            step.name(),
            String.format(
                    Locale.ROOT, "%,d accepted, %,d rejected", step.accepted(), step.rejected())
                + Panel.reasons(step.reasons(), " (", ")"),
            now,
            last);
      }
    }
    print(MODELS, ModelAccounts.line(shown.steps(), highest), now, last);
  }

  /** Prints what has changed, if it is the last time or a while since it was printed. */
  @GuardedBy("this")
  private void print(String name, String text, long now, boolean last) {
    Long before = printedAt.get(name);
    if (text.isEmpty()
        || text.equals(printed.get(name))
        || (before != null && !last && now - before < REPEAT.toNanos())) {
      return;
    }
    printed.put(name, text);
    printedAt.put(name, now);
    out.printf(
        Locale.ROOT, "[%s] %s: %s%n", Panel.time((now - start) / 1_000_000_000L), name, text);
  }

  @GuardedBy("this")
  private long count(String step, String name) {
    return highest.getOrDefault(step + "." + name, 0L);
  }
}
