package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The benchmarks whose problems are kept out. */
public interface DecontaminateOptions extends PipelineOptions {
  @Description(
      "JSONL files with the problems of benchmarks, of which no seed and no written problem may be"
          + " a copy: paths or globs, separated by commas, plain, .gz or .zst. The problem of a"
          + " row is its field question, problem, text or prompt. None unless set.")
  @FilePath(globs = true)
  String getBenchmarks();

  void setBenchmarks(String value);

  @Description("Length in words of the n-grams by which problems are compared with benchmarks.")
  @Default.Integer(8)
  int getBenchmarkWords();

  void setBenchmarkWords(int value);

  @Description(
      "Share of a benchmark problem's n-grams from which a problem counts as its copy, above 0 to"
          + " 1.")
  @Default.Double(0.4)
  double getBenchmarkOverlap();

  void setBenchmarkOverlap(double value);

  @Description(
      "Cosine similarity of the embeddings from which a problem counts as the copy of a benchmark's."
          + " 1.0 or more compares words only.")
  @Default.Double(0.95)
  double getBenchmarkCosine();

  void setBenchmarkCosine(double value);
}
