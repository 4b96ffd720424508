package org.caco.transforms.diversity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.caco.hash.ContentHash;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.similarity.TextEmbedder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What it costs to find near duplicates among embeddings and to decide which go, on Flink in this
 * process; embedding is not in it. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl runners/flink -am test -Dtest=NearDuplicatesBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code -Dcaco.near.vectors=50000,100000,200000} sets how many. They are made of the embeddings
 * of {@code -Dcaco.near.base=3000} real programs, of {@code -Dcaco.data=DIR}: a third lie close to
 * one of them, the others between two. CPU time is of the whole process; memory is what it had
 * resident at most, so each size wants a process of its own where that is asked for.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class NearDuplicatesBenchmark {
  private static final String SIZES =
      System.getProperty("caco.near.vectors", "50000,100000,200000");
  private static final int BASE = Integer.getInteger("caco.near.base", 3_000);
  private static final int PARALLELISM = Integer.getInteger("caco.near.parallelism", 2);
  private static final String NAMESPACE = "benchmark";
  private static final AtomicReference<List<double[]>> BASES = new AtomicReference<>(List.of());

  private static List<double[]> bases() throws IOException {
    Path file = Path.of(System.getProperty("caco.data", "/none"), "pot", "tabmwp.jsonl");
    assumeTrue(Files.isRegularFile(file), () -> "there is no " + file + "; set -Dcaco.data=DIR");
    Set<String> texts = new LinkedHashSet<>();
    for (String line : Files.readAllLines(file)) {
      texts.add(ProgramText.of(new ObjectMapper().readTree(line).get("generated").asText()));
    }
    List<double[]> bases = new ArrayList<>();
    try (var lease = TextEmbedder.acquire()) {
      for (String text : texts.stream().limit(BASE).toList()) {
        double[] vector = new double[Embedding.DIMENSIONS];
        lease.get().embed(text).addTo(vector);
        bases.add(vector);
      }
    }
    return bases;
  }

  @Test
  void measure() throws IOException {
    BASES.set(bases());
    for (String size : SIZES.split(",", -1)) {
      run(Integer.parseInt(size));
    }
  }

  private static void run(int count) throws IOException {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(PARALLELISM);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(GenerateSequence.from(0).to(count))
        .apply("Vectors", ParDo.of(new VectorFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply("Compare", new NearPairs(NearDuplicateConfig.DEFAULT))
        .apply("Pairs", ParDo.of(new CountFn<>("pairs")))
        .setCoder(new NearPair.NearPairCoder())
        .apply("Choose", new IndependentSet())
        .apply("Dropped", ParDo.of(new CountFn<>("dropped")))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new NearPair.NearPairCoder()));
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = machine.getProcessCpuTime();
    long start = System.nanoTime();
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    System.out.printf(
        Locale.ROOT,
        "%d vectors: %.0f CPU-s, %.0f s, at most %s resident; %d pairs, %d undecided, %d go%n",
        count,
        (machine.getProcessCpuTime() - cpu) / 1e9,
        (System.nanoTime() - start) / 1e9,
        resident(),
        counted(result, "pairs"),
        counted(result, "undecided"),
        counted(result, "dropped"));
  }

  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .map(line -> line.substring(6).strip())
            .orElse("?")
        : "?";
  }

  private static long counted(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().equals(name)) {
        sum += counter.getAttempted();
      }
    }
    return sum;
  }

  private static final class VectorFn extends DoFn<Long, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<String, byte[]>> output) {
      String hash = ContentHash.of("vector " + number);
      Random random = new Random(ContentHash.number("vector", number.toString()));
      List<double[]> bases = BASES.get();
      double[] one = bases.get(random.nextInt(bases.size()));
      double[] two = bases.get(random.nextInt(bases.size()));
      double[] three = bases.get(random.nextInt(bases.size()));
      boolean close = random.nextInt(3) == 0;
      double toTwo = close ? 0.3 * random.nextDouble() : 0.3 + random.nextDouble();
      double toThree = close ? -toTwo : 0;
      double[] vector = new double[Embedding.DIMENSIONS];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = one[i] + toTwo * two[i] + toThree * three[i];
      }
      output.output(KV.of(hash + " " + number, Embedding.ofDirection(vector).toBytes()));
    }
  }

  private static final class CountFn<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;

    private final String name;

    CountFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> output) {
      Metrics.counter(NAMESPACE, name).inc();
      output.output(element);
    }
  }
}
