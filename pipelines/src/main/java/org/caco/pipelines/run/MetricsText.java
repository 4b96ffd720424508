package org.caco.pipelines.run;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caco.transforms.model.CallsUnderWay;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelMetrics;
import org.caco.transforms.step.StepMetrics;

/**
 * The counters of a run in the text format of Prometheus: those of OpenTelemetry's conventions for
 * generative AI under its names, and the steps' own.
 */
final class MetricsText {
  /** The boundaries that OpenTelemetry gives for the duration of an operation, in seconds. */
  private static final double[] SECONDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };

  private static final String DURATION = "gen_ai_client_operation_duration_seconds";
  private static final String TOKENS = "gen_ai_client_token_usage";

  private final List<String> steps;
  private final List<Model> models;

  /**
   * A model that a step calls.
   *
   * @param labels what OpenTelemetry names its attributes
   */
  record Model(String step, Map<String, String> labels) {
    static Model of(String step, ModelConfig config) {
      Map<String, String> labels = new LinkedHashMap<>();
      labels.put("caco_step", step);
      labels.put("gen_ai_operation_name", "chat");
      boolean embedded = config.endpoints().stream().allMatch(ModelConfig.EMBEDDED::equals);
      // What speaks OpenAI's protocol, and tells no more of itself, has its name.
      labels.put("gen_ai_provider_name", embedded ? "caco" : "openai");
      labels.put("gen_ai_request_model", config.model());
      if (config.endpoints().size() == 1 && !embedded) {
        URI uri = URI.create(config.endpoints().get(0));
        if (uri.getHost() != null) {
          labels.put("server_address", uri.getHost());
          labels.put("server_port", Integer.toString(port(uri)));
        }
      }
      return new Model(step, labels);
    }

    private static int port(URI uri) {
      if (uri.getPort() >= 0) {
        return uri.getPort();
      }
      return "https".equals(uri.getScheme()) ? 443 : 80;
    }
  }

  MetricsText(List<String> steps, List<Model> models) {
    this.steps = List.copyOf(steps);
    this.models = List.copyOf(models);
  }

  /**
   * The text.
   *
   * @param counters of the run, by name
   */
  String of(Map<String, Long> counters) {
    List<String> lines = new ArrayList<>();
    steps(counters, lines);
    head("caco_calls_in_flight", "gauge", "Calls that wait for their response.", lines);
    lines.add("caco_calls_in_flight " + CallsUnderWay.count());
    calls(counters, lines);
    head(DURATION, "histogram", "Duration of calls of models, to 5%.", lines);
    models.forEach(model -> durations(model, counters, lines));
    head(TOKENS, "histogram", "Tokens that calls of models used.", lines);
    models.forEach(model -> tokens(model, counters, lines));
    return String.join("\n", lines) + "\n";
  }

  private void steps(Map<String, Long> counters, List<String> lines) {
    head("caco_records_accepted_total", "counter", "Records that a step passed on.", lines);
    for (String step : steps) {
      line(
          "caco_records_accepted_total",
          Map.of("step", step),
          count(counters, step, StepMetrics.ACCEPTED),
          lines);
    }
    head("caco_records_rejected_total", "counter", "Records that a step rejected.", lines);
    Map<String, Long> sorted = new TreeMap<>(counters);
    for (String step : steps) {
      String prefix = step + "." + StepMetrics.REJECTED + ".";
      sorted.forEach(
          (name, count) -> {
            if (name.startsWith(prefix)) {
              Map<String, String> labels = new LinkedHashMap<>();
              labels.put("step", step);
              labels.put("reason", name.substring(prefix.length()));
              line("caco_records_rejected_total", labels, count, lines);
            }
          });
    }
    head("caco_step_seconds_total", "counter", "Time that records took in a step.", lines);
    for (String step : steps) {
      line(
          "caco_step_seconds_total",
          Map.of("step", step),
          count(counters, step, StepMetrics.MICROS) / 1e6,
          lines);
    }
  }

  private void calls(Map<String, Long> counters, List<String> lines) {
    counter("caco_model_calls", ModelMetrics.CALLS, 1, "Requests sent.", counters, lines);
    counter("caco_model_retries", ModelMetrics.RETRIES, 1, "Requests sent again.", counters, lines);
    counter("caco_model_cached", ModelMetrics.CACHED, 1, "Responses known.", counters, lines);
    counter("caco_model_failed", ModelMetrics.FAILED, 1, "Requests that failed.", counters, lines);
    counter("caco_model_not_run", ModelMetrics.NOT_RUN, 1, "Beyond a limit.", counters, lines);
    counter("caco_model_cost", ModelMetrics.COST_MICROS, 1e6, "Cost, as priced.", counters, lines);
    counter(
        "caco_model_throttled_seconds",
        ModelMetrics.THROTTLED_MILLIS,
        1e3,
        "Time that requests waited because servers asked for fewer.",
        counters,
        lines);
  }

  private void counter(
      String name,
      String metric,
      double unit,
      String help,
      Map<String, Long> counters,
      List<String> lines) {
    head(name + "_total", "counter", help, lines);
    for (Model model : models) {
      line(name + "_total", model.labels(), count(counters, model.step(), metric) / unit, lines);
    }
  }

  private static void durations(Model model, Map<String, Long> counters, List<String> lines) {
    String metric = ModelMetrics.LATENCY_MILLIS;
    for (double seconds : SECONDS) {
      Duration longest = Duration.ofMillis(Math.round(seconds * 1e3));
      line(
          DURATION + "_bucket",
          with(model.labels(), "le", number(seconds)),
          ModelMetrics.atMost(counters, model.step(), metric, longest),
          lines);
    }
    // The longest that there can be.
    long all =
        ModelMetrics.atMost(counters, model.step(), metric, Duration.ofMillis(Long.MAX_VALUE));
    line(DURATION + "_bucket", with(model.labels(), "le", "+Inf"), all, lines);
    double sum = count(counters, model.step(), metric) / 1e3;
    line(DURATION + "_sum", model.labels(), sum, lines);
    line(DURATION + "_count", model.labels(), all, lines);
  }

  private static void tokens(Model model, Map<String, Long> counters, List<String> lines) {
    long calls =
        count(counters, model.step(), ModelMetrics.CALLS)
            - count(counters, model.step(), ModelMetrics.RETRIES);
    tokens(model, "input", count(counters, model.step(), ModelMetrics.INPUT_TOKENS), calls, lines);
    tokens(
        model, "output", count(counters, model.step(), ModelMetrics.OUTPUT_TOKENS), calls, lines);
  }

  private static void tokens(Model model, String type, long sum, long calls, List<String> lines) {
    Map<String, String> labels = with(model.labels(), "gen_ai_token_type", type);
    line(TOKENS + "_bucket", with(labels, "le", "+Inf"), calls, lines);
    line(TOKENS + "_sum", labels, sum, lines);
    line(TOKENS + "_count", labels, calls, lines);
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }

  private static void head(String name, String type, String help, List<String> lines) {
    lines.add("# HELP " + name + " " + help);
    lines.add("# TYPE " + name + " " + type);
  }

  private static void line(
      String name, Map<String, String> labels, long value, List<String> lines) {
    line(name, labels, (double) value, lines);
  }

  private static void line(
      String name, Map<String, String> labels, double value, List<String> lines) {
    lines.add(
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .collect(Collectors.joining(",", name + "{", "} " + number(value))));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static long count(Map<String, Long> counters, String step, String name) {
    return counters.getOrDefault(step + "." + name, 0L);
  }
}
