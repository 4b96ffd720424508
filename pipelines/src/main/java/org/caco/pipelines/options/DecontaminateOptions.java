package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The benchmarks whose problems are kept out. */
@Group(title = "Benchmarks", order = 90)
public interface DecontaminateOptions extends PipelineOptions {
  @Description(
      "The problems of benchmarks; no seed and no written problem may be a copy of one. Files,"
          + " globs or folders, separated by commas, of the same kinds as seeds. The problem of a"
          + " row is found by its columns: question, problem, text, prompt, messages and more.")
  @FilePath(globs = true)
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, byDefault = "none", daily = true)
  @Nullable String getBenchmarks();

  void setBenchmarks(@Nullable String value);

  @Description(
      "Where a benchmark's row has its problem, for rows that are not recognised: problem=COLUMN,"
          + " as in problem=meta.task[0].text.")
  @Decides(Kind.RESULTS)
  @Shown(order = 5, byDefault = "recognised by the columns")
  @Nullable String getBenchmarkFields();

  void setBenchmarkFields(@Nullable String value);

  @Description("Length in words of the n-grams by which problems are compared with benchmarks.")
  @Default.Integer(8)
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  int getBenchmarkWords();

  void setBenchmarkWords(int value);

  @Description(
      "Share of a benchmark problem's n-grams, above 0 to 1, from which a problem counts as"
          + " its copy.")
  @Default.Double(0.4)
  @Decides(Kind.RESULTS)
  @Shown(order = 3)
  double getBenchmarkOverlap();

  void setBenchmarkOverlap(double value);

  @Description(
      "Cosine similarity of the embeddings from which a problem counts as the copy of a"
          + " benchmark's. 1.0 or more compares words only.")
  @Default.Double(0.95)
  @Decides(Kind.RESULTS)
  @Shown(order = 4)
  double getBenchmarkCosine();

  void setBenchmarkCosine(double value);
}
