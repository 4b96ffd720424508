package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.caco.transforms.lines.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a dataset, as {@link org.caco.transforms.export.DatasetRow} writes them, and
 * writes what a card tells of them to {@code report/dataset.json}:
 *
 * <pre>{@code
 * {"rows", "splits": {split: rows}, "toy": rows, "rows_with_tests", "tests",
 *  "pass_rates": {"pass_count/samples": rows}, "longest_prompt_characters",
 *  "longest_output_characters", "output_characters", "licenses": {license: rows},
 *  "sources": {data set: rows}, "models": {solver: rows},
 *  "solutions_by_model": {solver: solutions that were asked for},
 *  "agreeing_by_model": {solver: how many agree},
 *  "sample": the row whose id has the smallest hash; not where there are no rows}
 * }</pre>
 *
 * <p>Rows are counted under an empty licence or source where no seed of theirs tells it, and under
 * each of several. Of more than 100 names the rest are counted as {@code (others)}.
 *
 * <p>A retry writes the same file again.
 */
public final class WriteDatasetFacts extends PTransform<PCollection<String>, PCollection<Void>> {
  private static final long serialVersionUID = 1L;
  private static final String FILE = "report/dataset.json";

  private final String directory;
  private final Split split;

  private WriteDatasetFacts(String directory, Split split) {
    this.directory = directory;
    this.split = split;
  }

  /** Writes into the output directory of a run, whose rows are parted so. */
  public static WriteDatasetFacts to(String directory, Split split) {
    return new WriteDatasetFacts(directory, split);
  }

  /**
   * What was written.
   *
   * @throws IllegalStateException if the directory has none
   */
  public static JsonNode read(String directory) throws IOException {
    try (InputStream in = OpenFile.stream(OutputFile.of(directory, FILE))) {
      return Json.read(new String(in.readAllBytes(), UTF_8));
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new IllegalStateException(directory + " has no " + FILE, e);
    }
  }

  @Override
  public PCollection<Void> expand(PCollection<String> rows) {
    // A bundle sends its facts and not its rows.
    PCollection<Facts> counted =
        rows.apply("Count", ParDo.of(new CountFn(split)))
            .setCoder(SerializableCoder.of(Facts.class));
    // Where there are no rows there are facts all the same.
    PCollection<Facts> none =
        rows.getPipeline()
            .apply("None", Create.of(new Facts()).withCoder(SerializableCoder.of(Facts.class)));
    return PCollectionList.of(counted)
        .and(none)
        .apply("All", Flatten.pCollections())
        .apply("Merge", Combine.globally(new MergeFn()).withoutDefaults())
        .apply("Write", ParDo.of(new WriteFn(directory)));
  }

  private static final class CountFn extends DoFn<String, Facts> {
    private static final long serialVersionUID = 1L;

    private final Split split;
    private transient @Nullable Facts facts;

    CountFn(Split split) {
      this.split = split;
    }

    @StartBundle
    public void start() {
      facts = null;
    }

    @ProcessElement
    public void process(@Element String line) {
      JsonNode row = Json.read(line);
      if (facts == null) {
        facts = new Facts();
      }
      facts.add(row, split.of(row.path("id").asText()));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      if (facts != null) {
        context.output(facts, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class MergeFn extends Combine.CombineFn<Facts, Facts, Facts> {
    private static final long serialVersionUID = 1L;

    @Override
    public Facts createAccumulator() {
      return new Facts();
    }

    @Override
    public Facts addInput(Facts facts, Facts part) {
      facts.merge(part);
      return facts;
    }

    @Override
    public Facts mergeAccumulators(Iterable<Facts> parts) {
      Facts merged = new Facts();
      parts.forEach(merged::merge);
      return merged;
    }

    @Override
    public Facts extractOutput(Facts facts) {
      return facts;
    }

    @Override
    public Coder<Facts> getAccumulatorCoder(CoderRegistry registry, Coder<Facts> input) {
      return SerializableCoder.of(Facts.class);
    }

    @Override
    public Coder<Facts> getDefaultOutputCoder(CoderRegistry registry, Coder<Facts> input) {
      return SerializableCoder.of(Facts.class);
    }
  }

  private static final class WriteFn extends DoFn<Facts, Void> {
    private static final long serialVersionUID = 1L;

    private final String directory;

    WriteFn(String directory) {
      this.directory = directory;
    }

    @ProcessElement
    public void process(@Element Facts facts) throws IOException {
      OutputFile.write(directory, FILE, "application/json", Json.indented(facts.json()));
    }
  }
}
