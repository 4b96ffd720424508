package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The solved problems to start from. */
@Group(title = "Seeds", order = 10)
public interface SeedOptions extends PipelineOptions {
  @Description(
      "Solved problems: files, globs or folders that hold a data set, separated by commas. JSON"
          + " lines, a JSON array, Parquet, CSV or TSV, plain or packed by gzip, zstd or bzip2. The"
          + " shape of a row is recognised by its columns: a problem with an answer, a"
          + " solution or both, a chat, or a programming task with its tests.")
  @Validation.Required
  @FilePath(globs = true)
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1)
  String getSeeds();

  void setSeeds(String value);

  @Description(
      "Use at most this many seeds. They are chosen by the hash of their content, so the"
          + " choice does not depend on their order.")
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "all")
  @Nullable Integer getMaxSeeds();

  void setMaxSeeds(@Nullable Integer value);

  @Description(
      "Where a row has its problem, solution and answer, for rows that are not recognised or are"
          + " to be read otherwise: FIELD=COLUMN, separated by commas, as in"
          + " problem=query,solution=response,answer=meta.keys[0].value. Either solution or answer"
          + " may be left out; id, source, split, domain and solveRate may be named too.")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 3, byDefault = "recognised by the columns")
  @Nullable String getSeedFields();

  void setSeedFields(@Nullable String value);

  @Description("Licence of the seeds whose rows do not name one. Every row's lineage has it.")
  @Decides(Kind.RESULTS)
  @Shown(order = 4, byDefault = "none")
  @Nullable String getSeedLicense();

  void setSeedLicense(@Nullable String value);

  @Description(
      "Leave out seeds whose row says that a model solves them more often than this, from 0 to"
          + " 1. Rows that do not say it are taken.")
  @Decides(Kind.RESULTS)
  @Shown(order = 5, byDefault = "1")
  @Nullable Double getMaxSolveRate();

  void setMaxSolveRate(@Nullable Double value);

  @Description(
      "The split that is read of a folder with a data set, such as train or test; all reads all.")
  @Decides(Kind.RESULTS)
  @Shown(order = 6, byDefault = "train where there is one, else all")
  @Nullable String getSplit();

  void setSplit(@Nullable String value);

  @Description("Bytes of a row of the seeds; longer ones are rejected as line_too_long.")
  @Default.Integer(16_777_216)
  @Decides(Kind.RESULTS)
  @Shown(order = 7)
  int getMaxLineLength();

  void setMaxLineLength(int value);
}
