package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The solved problems to start from. */
public interface SeedOptions extends PipelineOptions {
  @Description(
      "JSONL files with solved problems: paths or globs, separated by commas, plain, .gz or .zst."
          + " Rows in the shapes of GSM8K, MATH, MBPP or {id, problem, solution, answer}. Needed.")
  @Validation.Required
  @FilePath(globs = true)
  String getSeeds();

  void setSeeds(String value);

  @Description(
      "At most this many seeds, chosen by the hash of their content, so that the choice does not"
          + " depend on their order. All of them unless set.")
  Integer getMaxSeeds();

  void setMaxSeeds(Integer value);
}
