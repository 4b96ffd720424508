package org.caco.pipelines.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the checks made of samples that are known to be right or wrong.
 *
 * <pre>{@code
 * {"right": {"items", "lost", "share", "low", "high", "reasons": {reason: n}},
 *  "planted": {kind: {"items", "through", "share", "low", "high", "reasons": {reason: n}}}}
 * }</pre>
 *
 * <p>{@code low} and {@code high} are the ends of Wilson's 95% interval, a reason is {@code STEP
 * reason}.
 */
final class Calibration {
  /** The kind of the samples without a mistake. */
  static final String RIGHT = "right";

  /** The reason of a sample that no check rejected. */
  static final String ACCEPTED = "";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

  /**
   * Counts a sample.
   *
   * @param kind {@link #RIGHT} or the label of a {@link PlantedKind}
   * @param reason why it was rejected, or {@link #ACCEPTED}
   */
  void add(String kind, String reason) {
    outcomes.computeIfAbsent(kind, k -> new TreeMap<>()).merge(reason, 1L, Long::sum);
  }

  /** The result as the class describes it. */
  JsonNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    put(json.putObject("right"), RIGHT, "lost", lost());
    ObjectNode planted = json.putObject("planted");
    for (String kind : outcomes.keySet()) {
      if (!kind.equals(RIGHT)) {
        put(planted.putObject(kind), kind, "through", through(kind));
      }
    }
    return json;
  }

  private void put(ObjectNode node, String kind, String wrong, ErrorRate rate) {
    node.put("items", rate.of()).put(wrong, rate.wrong());
    rate.putInto(node);
    ObjectNode reasons = node.putObject("reasons");
    outcomes
        .getOrDefault(kind, Map.of())
        .forEach(
            (reason, n) -> {
              if (!reason.equals(ACCEPTED)) {
                reasons.put(reason, n);
              }
            });
  }

  private ErrorRate lost() {
    return new ErrorRate(total(RIGHT) - accepted(RIGHT), total(RIGHT));
  }

  private ErrorRate through(String kind) {
    return new ErrorRate(accepted(kind), total(kind));
  }

  private long accepted(String kind) {
    return outcomes.getOrDefault(kind, Map.of()).getOrDefault(ACCEPTED, 0L);
  }

  private long total(String kind) {
    return outcomes.getOrDefault(kind, Map.of()).values().stream().mapToLong(n -> n).sum();
  }

  /** Shows all of it as a table. */
  void print(PrintStream out) {
    String format = "%-27s %7s %8s   %-24s  %s%n";
    out.printf(
        Locale.ROOT, format, "planted", "items", "through", "share, 95% interval", "caught by");
    for (String kind : outcomes.keySet()) {
      if (!kind.equals(RIGHT)) {
        ErrorRate rate = through(kind);
        out.printf(
            Locale.ROOT,
            format,
            kind,
            number(rate.of()),
            number(rate.wrong()),
            rate,
            reasons(kind));
      }
    }
    ErrorRate lost = lost();
    out.println();
    out.printf(Locale.ROOT, format, "right", "items", "lost", "share, 95% interval", "lost to");
    out.printf(
        Locale.ROOT, format, "", number(lost.of()), number(lost.wrong()), lost, reasons(RIGHT));
  }

  private String reasons(String kind) {
    List<String> reasons =
        outcomes.getOrDefault(kind, Map.of()).entrySet().stream()
            .filter(outcome -> !outcome.getKey().equals(ACCEPTED))
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(outcome -> outcome.getKey() + " " + number(outcome.getValue()))
            .toList();
    return String.join(", ", reasons);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
