package org.caco.transforms.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Writes {@code report/sample.json}, what {@link ReportPage} shows of a run's records: at most
 * 1,000 rows and five examples of each reason for rejection, chosen by hashes, their texts cut, and
 * the distributions of all rows.
 *
 * <pre>{@code
 * {"records": n, "numbers": {what: {"width", "last", "bins": [[place, n], ...]}},
 *  "names": {what: {name: n}}, "rows": [...],
 *  "rejections": [{"step", "reason", "examples": [...]}, ...]}
 * }</pre>
 *
 * <p>The input are the JSON lines of the run, each kind by its tag; kinds may be left out. The file
 * has at most 14 million bytes however large the run is, holds no times and no folders, and is the
 * same on every runner. Each worker keeps no more of the run than the file has. A retry writes the
 * same file again.
 */
public final class WriteReportSample extends PTransform<PCollectionTuple, PCollection<Void>> {
  private static final long serialVersionUID = 1L;

  /** Rows of the dataset, as {@link org.caco.transforms.export.DatasetRow} writes them. */
  public static final TupleTag<String> ROWS = new TupleTag<>("rows");

  /** Samples of a run that makes no rows, {@link org.caco.transforms.export.SampleRow}. */
  public static final TupleTag<String> PROGRAMS = new TupleTag<>("programs");

  /** Rejections, as {@link org.caco.transforms.export.RejectionRow} writes them. */
  public static final TupleTag<String> REJECTED = new TupleTag<>("rejected");

  static final String FILE = "sample.json";

  private final String directory;

  private WriteReportSample(String directory) {
    this.directory = directory;
  }

  /** Writes into the output directory of a run. */
  public static WriteReportSample to(String directory) {
    return new WriteReportSample(directory);
  }

  @Override
  public PCollection<Void> expand(PCollectionTuple lines) {
    PCollectionList<KV<String, String>> all = PCollectionList.empty(lines.getPipeline());
    for (TupleTag<?> tag : lines.getAll().keySet()) {
      String kind = tag.getId();
      all =
          all.and(
              lines
                  .get(new TupleTag<String>(kind))
                  .apply("Mark-" + kind, WithKeys.of(kind))
                  .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of())));
    }
    return all.apply("All", Flatten.pCollections())
        .apply("Sample", Combine.globally(new SampleFn()))
        .apply("Write", ParDo.of(new WriteFn(directory)));
  }

  private static final class SampleFn
      extends Combine.CombineFn<KV<String, String>, SampledRun, SampledRun> {
    private static final long serialVersionUID = 1L;

    @Override
    public SampledRun createAccumulator() {
      return new SampledRun();
    }

    @Override
    public SampledRun addInput(SampledRun run, KV<String, String> line) {
      JsonNode record = PageFile.read(line.getValue());
      if (line.getKey().equals(ROWS.getId())) {
        run.addRow(record);
      } else if (line.getKey().equals(PROGRAMS.getId())) {
        run.addProgram(record);
      } else {
        run.addRejection(record);
      }
      return run;
    }

    @Override
    public SampledRun mergeAccumulators(Iterable<SampledRun> parts) {
      SampledRun merged = new SampledRun();
      parts.forEach(merged::merge);
      return merged;
    }

    @Override
    public SampledRun extractOutput(SampledRun run) {
      return run;
    }

    @Override
    public Coder<SampledRun> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<String, String>> input) {
      return SerializableCoder.of(SampledRun.class);
    }

    @Override
    public Coder<SampledRun> getDefaultOutputCoder(
        CoderRegistry registry, Coder<KV<String, String>> input) {
      return SerializableCoder.of(SampledRun.class);
    }
  }

  private static final class WriteFn extends DoFn<SampledRun, Void> {
    private static final long serialVersionUID = 1L;

    private final String directory;

    WriteFn(String directory) {
      this.directory = directory;
    }

    @ProcessElement
    public void process(@Element SampledRun run) throws IOException {
      PageFile.write(directory, FILE, "application/json", PageFile.line(run.json()) + "\n");
    }
  }
}
