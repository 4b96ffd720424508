package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a problem must be like to be kept. */
public interface CheckOptions extends PipelineOptions {
  @Description(
      "Checks of written problems that need no model: reasons separated by commas, out of"
          + " problem_contains_code, problem_contains_variable, problem_mentions_program,"
          + " problem_states_answer, problem_misses_number; or all, or none.")
  @Default.String("all")
  String getProblemChecks();

  void setProblemChecks(String value);

  @Description(
      "Least share of a problem's solutions that agree with its program, 0 to 1. One solution must"
          + " agree in any case.")
  @Default.Double(0.0)
  double getMinPassRate();

  void setMinPassRate(double value);

  @Description(
      "Largest share of a problem's solutions that agree with its program, 0 to 1. Less than 1"
          + " drops problems that are too easy.")
  @Default.Double(1.0)
  double getMaxPassRate();

  void setMaxPassRate(double value);

  @Description(
      "How often each model that judges is asked about a row, with different seeds; all verdicts"
          + " have to agree. More than once is of use where --judgeParameters sets a temperature"
          + " above 0.")
  @Default.Integer(1)
  int getJudges();

  void setJudges(int value);
}
