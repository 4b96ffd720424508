package org.caco.pipelines.rewards;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What the server has done, in the text format of Prometheus. Safe for any number of threads. */
final class Metrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, Times> times = new ConcurrentHashMap<>();
  private final Map<String, Supplier<Number>> gauges = new TreeMap<>();

  /** The times that requests of one path took. */
  private static final class Times {
    private final LongAdder[] buckets = new LongAdder[SECONDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Times() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(long took) {
      int bucket = 0;
      while (bucket < SECONDS.length && took > SECONDS[bucket] * 1e9) {
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(took);
    }
  }

  /** A value that is asked for when metrics are. To be called before the server begins. */
  void gauge(String name, Supplier<Number> value) {
    gauges.put(name, value);
  }

  void request(String path, int status, long nanos) {
    count("caco_rewards_requests_total{path=\"" + path + "\",status=\"" + status + "\"}", 1);
    times.computeIfAbsent(path, p -> new Times()).add(nanos);
  }

  /** Answers that were compared. */
  void grades(int number) {
    count("caco_rewards_grades_total", number);
  }

  /** What became of a program. */
  void program(String outcome) {
    count("caco_rewards_programs_total{outcome=\"" + outcome + "\"}", 1);
  }

  private void count(String name, long number) {
    counters.computeIfAbsent(name, n -> new LongAdder()).add(number);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    String family = "";
    for (Map.Entry<String, LongAdder> counter : new TreeMap<>(counters).entrySet()) {
      family = head(text, family, counter.getKey(), "counter");
      line(text, counter.getKey(), counter.getValue().sum());
    }
    for (Map.Entry<String, Supplier<Number>> gauge : gauges.entrySet()) {
      family = head(text, family, gauge.getKey(), "gauge");
      line(text, gauge.getKey(), gauge.getValue().get());
    }
    head(text, family, "process_cpu_seconds_total", "counter");
    line(text, "process_cpu_seconds_total", cpuSeconds());
    histograms(text);
    return text.toString();
  }

  private static String head(StringBuilder text, String last, String name, String type) {
    int brace = name.indexOf('{');
    String family = brace < 0 ? name : name.substring(0, brace);
    if (!family.equals(last)) {
      text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
    }
    return family;
  }

  private static void line(StringBuilder text, String name, Number value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private void histograms(StringBuilder text) {
    String name = "caco_rewards_request_seconds";
    head(text, "", name, "histogram");
    for (Map.Entry<String, Times> path : new TreeMap<>(times).entrySet()) {
      String label = "{path=\"" + path.getKey() + "\"";
      long count = 0;
      for (int i = 0; i <= SECONDS.length; i++) {
        count += path.getValue().buckets[i].sum();
        String limit = i == SECONDS.length ? "+Inf" : String.valueOf(SECONDS[i]);
        line(text, name + "_bucket" + label + ",le=\"" + limit + "\"}", count);
      }
      double sum = path.getValue().nanos.sum() / 1e9;
      text.append(String.format(Locale.ROOT, "%s_sum%s} %.6f%n", name, label, sum));
      line(text, name + "_count" + label + "}", count);
    }
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }
}
