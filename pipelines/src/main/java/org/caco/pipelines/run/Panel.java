package org.caco.pipelines.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A run as lines for a window: no line is as wide as the window, and there are fewer than it has.
 * Only printable ASCII, whatever names, reasons and addresses contain, so that a character is a
 * column.
 */
final class Panel {
  /** Below it rows tell no reasons, and a line does that for all. */
  private static final int WIDE = 110;

  private static final int NARROWEST_NAME = 8;
  private static final int WIDEST_NAME = 26;
  private static final int WIDEST_BAR = 24;

  /** Columns of a row besides name and bar, with a space before each. */
  private static final int COLUMNS =
      " 100%".length()
          + " accepted".length()
          + " rejected".length()
          + " 999.9/s".length()
          + " 99h59".length()
          + 1;

  /** So many steps are seen in any window that holds them. */
  private static final int FEWEST_STEPS = 3;

  private final int width;
  private final int height;
  private final int name;
  private final int bar;

  private Panel(Window window) {
    width = Math.max(1, window.width() - 1);
    height = Math.max(1, window.height() - 1);
    int free = width - COLUMNS;
    bar = Math.max(0, Math.min(WIDEST_BAR, free / 4));
    name = Math.max(NARROWEST_NAME, Math.min(WIDEST_NAME, free - bar));
  }

  /**
   * The lines.
   *
   * @param footer what may stand below, of which the first that fits does
   */
  static List<String> lines(
      Window window,
      Duration elapsed,
      List<StepState> steps,
      CallState calls,
      List<String> footer) {
    return new Panel(window).lines(elapsed, steps, calls, footer);
  }

  private List<String> lines(
      Duration elapsed, List<StepState> steps, CallState calls, List<String> footer) {
    List<String> below = new ArrayList<>();
    if (width < WIDE) {
      String reasons = reasons(steps);
      if (!reasons.isEmpty()) {
        below.add(reasons);
      }
    }
    below.addAll(calls(calls));
    footer.stream().filter(text -> text.length() <= width).findFirst().ifPresent(below::add);
    int room = height - 2;
    // The less a window holds, the more it is for the steps.
    while (!below.isEmpty() && room - below.size() < Math.min(FEWEST_STEPS, steps.size())) {
      below.remove(below.size() - 1);
    }
    List<String> lines = new ArrayList<>();
    lines.add(header(elapsed, steps));
    lines.add(row("step", "", "", "accepted", "rejected", "rate", "left"));
    lines.addAll(rows(steps, room - below.size()));
    lines.addAll(below);
    return lines.stream().limit(height).map(this::fitted).toList();
  }

  private static String header(Duration elapsed, List<StepState> steps) {
    StepState last = steps.get(steps.size() - 1);
    double left = 0;
    boolean all = true;
    for (StepState step : steps) {
      all &= step.isOver() || !Double.isNaN(step.secondsLeft());
      if (!Double.isNaN(step.secondsLeft())) {
        left = Math.max(left, step.secondsLeft());
      }
    }
    String header = time(elapsed.toSeconds()) + " elapsed";
    if (last.isOver()) {
      return header;
    }
    if (left >= 1) {
      header += (all ? ", about " : ", more than ") + time((long) left) + " left";
    }
    if (last.total().isKnown()) {
      header +=
          String.format(
              Locale.ROOT,
              ", %,d of about %,.0f records at the end",
              last.accepted(),
              last.total().expected());
    }
    return header;
  }

  private List<String> rows(List<StepState> steps, int room) {
    Set<Integer> shown = new HashSet<>();
    boolean hides = steps.size() > room;
    int most = hides ? room - 1 : room;
    IntStream.range(0, steps.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> rank(steps, i)))
        .limit(Math.max(0, most))
        .forEach(shown::add);
    List<String> lines = new ArrayList<>();
    int over = 0;
    int wait = 0;
    for (int i = 0; i < steps.size(); i++) {
      StepState step = steps.get(i);
      if (shown.contains(i)) {
        lines.add(row(step));
      } else if (step.isOver()) {
        over++;
      } else {
        wait++;
      }
    }
    if (hides && room > 0) {
      lines.add(String.format(Locale.ROOT, "(and %d steps that are over, %d others)", over, wait));
    }
    return lines;
  }

  /** The last one comes first, then those that work, then those that are nearest to work. */
  private static int rank(List<StepState> steps, int index) {
    if (index == steps.size() - 1) {
      return -steps.size() * 2;
    }
    if (steps.get(index).isUnderWay()) {
      return index - steps.size();
    }
    int distance =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i).isUnderWay())
            .map(i -> Math.abs(i - index))
            .min()
            .orElse(steps.get(index).isOver() ? steps.size() + index : index);
    // What comes next tells more than what is over.
    return distance * 2 + (steps.get(index).isOver() ? 1 : 0);
  }

  private String row(StepState step) {
    String line =
        row(
            step.name(),
            bar(step),
            percent(step),
            number(step.accepted()),
            number(step.rejected()),
            rate(step.perSecond()),
            left(step));
    return width < WIDE ? line : line + "  " + reasons(step.reasons());
  }

  private String row(
      String step,
      String filled,
      String percent,
      String accepted,
      String rejected,
      String rate,
      String left) {
    return String.format(
        Locale.ROOT,
        "%-" + name + "s %-" + Math.max(1, bar) + "s %4s %8s %8s %7s %5s",
        cut(ascii(step), name),
        filled,
        percent,
        accepted,
        rejected,
        rate,
        left);
  }

  private String bar(StepState step) {
    if (bar < 3 || !step.total().isKnown()) {
      return "";
    }
    int filled = (int) Math.round(step.share() * (bar - 2));
    return "[" + "#".repeat(filled) + "-".repeat(bar - 2 - filled) + "]";
  }

  private static String percent(StepState step) {
    return step.total().isKnown()
        ? String.format(Locale.ROOT, "%.0f%%", Math.floor(step.share() * 100))
        : "";
  }

  private static String left(StepState step) {
    if (step.isOver()) {
      return step.done() > 0 ? "done" : "-";
    }
    return Double.isNaN(step.secondsLeft()) ? "" : time((long) Math.ceil(step.secondsLeft()));
  }

  private List<String> calls(CallState calls) {
    if (!calls.isAny()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    parts.add(number(calls.calls()) + " calls");
    if (calls.perSecond() > 0) {
      parts.add(rate(calls.perSecond()));
    }
    parts.add(number(calls.inFlight()) + " in flight");
    parts.add(number(calls.cached()) + " cached");
    parts.add(number(calls.failed()) + " failed");
    parts.add(number(calls.retries()) + " again");
    if (calls.notRun() > 0) {
      parts.add(number(calls.notRun()) + " not made, a limit is reached");
    }
    lines.add(joined("models: ", parts));
    lines.add(tokens(calls));
    if (calls.cost() > 0) {
      lines.add(cost(calls));
    }
    throttled(calls).forEach(lines::add);
    return lines;
  }

  private String tokens(CallState calls) {
    List<String> parts = new ArrayList<>();
    parts.add(number(calls.inputTokens()) + " in");
    parts.add(number(calls.outputTokens()) + " out");
    Estimate all = calls.tokensInAll();
    if (all.isKnown() && all.expected() > calls.inputTokens() + calls.outputTokens()) {
      parts.add(
          "about "
              + number(Math.round(all.expected()))
              + " at the end ("
              + number(Math.round(all.low()))
              + " to "
              + number(Math.round(all.high()))
              + ")");
    }
    return joined("tokens: ", parts);
  }

  private String cost(CallState calls) {
    Estimate all = calls.costInAll();
    List<String> parts = new ArrayList<>();
    parts.add(String.format(Locale.ROOT, "%,.3f so far", calls.cost()));
    parts.add(
        all.isKnown()
            ? String.format(
                Locale.ROOT,
                "about %,.3f at the end (%,.3f to %,.3f)",
                all.expected(),
                all.low(),
                all.high())
            : "no forecast before each model has answered");
    return joined("cost: ", parts);
  }

  private List<String> throttled(CallState calls) {
    List<String> lines = new ArrayList<>();
    String waited = String.format(Locale.ROOT, "%,.1f s waited", calls.throttledSeconds());
    if (!calls.throttledBy().isEmpty()) {
      lines.add(joined("throttled: ", List.of(waited, "now by " + names(calls.throttledBy()))));
    } else if (calls.throttledSeconds() > 0) {
      lines.add(joined("throttled: ", List.of(waited)));
    }
    if (!calls.failing().isEmpty()) {
      lines.add(cut("failing: " + names(calls.failing()), width));
    }
    return lines;
  }

  private static String names(List<String> endpoints) {
    return ascii(String.join(" ", endpoints));
  }

  /** As many of the parts as fit, but always the first. */
  private String joined(String title, List<String> parts) {
    StringBuilder line = new StringBuilder(title).append(parts.get(0));
    for (String part : parts.subList(1, parts.size())) {
      if (line.length() + 2 + part.length() <= width) {
        line.append(", ").append(part);
      }
    }
    return line.toString();
  }

  private static String reasons(List<StepState> steps) {
    Map<String, Long> sums = new HashMap<>();
    steps.forEach(
        step -> step.reasons().forEach((reason, count) -> sums.merge(reason, count, Long::sum)));
    return sums.isEmpty() ? "" : "rejected: " + reasons(sums);
  }

  /** The most frequent reasons first, between two texts; empty where there are none. */
  static String reasons(Map<String, Long> counts, String before, String after) {
    return counts.isEmpty() ? "" : before + reasons(counts) + after;
  }

  private static String reasons(Map<String, Long> counts) {
    return ascii(
        String.join(
            ", ",
            counts.entrySet().stream()
                .sorted(
                    Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                .toList()));
  }

  /** A count in at most seven characters. */
  static String number(long count) {
    if (count < 1_000_000) {
      return String.format(Locale.ROOT, "%,d", count);
    }
    return count < 1_000_000_000L
        ? String.format(Locale.ROOT, "%.2fM", count / 1e6)
        : String.format(Locale.ROOT, "%.1fG", count / 1e9);
  }

  static String rate(double perSecond) {
    if (perSecond <= 0) {
      return "";
    }
    if (perSecond < 0.95) {
      return String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }
    return perSecond < 100
        ? String.format(Locale.ROOT, "%.1f/s", perSecond)
        : number(Math.round(perSecond)) + "/s";
  }

  /** A time in at most five characters, below a hundred hours. */
  static String time(long seconds) {
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
    return seconds < 360_000
        ? String.format(Locale.ROOT, "%dh%02d", seconds / 3600, seconds / 60 % 60)
        : String.format(Locale.ROOT, "%,dd", seconds / 86_400);
  }

  private String fitted(String line) {
    return cut(ascii(line), width).stripTrailing();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "~";
  }

  private static String ascii(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> printable.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return printable.toString();
  }
}
