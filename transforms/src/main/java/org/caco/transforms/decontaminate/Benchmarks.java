package org.caco.transforms.decontaminate;

import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.caco.transforms.similarity.TextEmbedder;
import org.caco.transforms.step.Shared.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks of a graph, made ready once for all of its {@link Decontaminate} steps: embedding
 * a problem takes some milliseconds.
 */
public final class Benchmarks {
  private final PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries;
  private final DecontaminateConfig config;

  private Benchmarks(
      PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries, DecontaminateConfig config) {
    this.entries = entries;
    this.config = config;
  }

  /** Adds to the pipeline of {@code problems} what makes them ready to be compared with. */
  public static Benchmarks of(PCollection<BenchmarkProblem> problems, DecontaminateConfig config) {
    return new Benchmarks(
        problems
            .apply("EmbedBenchmarks", ParDo.of(new EmbedFn(config.embeds())))
            .setCoder(KvCoder.of(BenchmarkProblem.coder(), ByteArrayCoder.of()))
            .apply("BenchmarkList", View.asList()),
        config);
  }

  /** Each problem and the bytes of its embedding, none where embeddings are not compared. */
  PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries() {
    return entries;
  }

  DecontaminateConfig config() {
    return config;
  }

  private static final class EmbedFn extends DoFn<BenchmarkProblem, KV<BenchmarkProblem, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final boolean embeds;
    private transient @Nullable Lease<TextEmbedder> embedder;

    EmbedFn(boolean embeds) {
      this.embeds = embeds;
    }

    @Setup
    public void setup() {
      embedder = embeds ? TextEmbedder.acquire() : null;
    }

    @ProcessElement
    public void process(
        @Element BenchmarkProblem problem, OutputReceiver<KV<BenchmarkProblem, byte[]>> output) {
      // Nothing to be caught: without all benchmarks the run must not go on.
      output.output(
          KV.of(
              problem,
              embedder == null ? new byte[0] : embedder.get().embed(problem.text()).toBytes()));
    }

    @Teardown
    public void teardown() {
      if (embedder != null) {
        embedder.close();
      }
    }
  }
}
