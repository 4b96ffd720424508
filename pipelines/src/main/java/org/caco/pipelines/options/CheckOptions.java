package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

/** What a problem must be like to be kept. */
@Group(title = "Checks of written problems and solutions", order = 100)
public interface CheckOptions extends PipelineOptions {
  @Description(
      "Checks of written problems that need no model: all, none, or reasons separated by"
          + " commas, out of problem_contains_code, problem_contains_variable,"
          + " problem_mentions_program, problem_states_answer, problem_misses_number,"
          + " problem_misses_text.")
  @Default.String("all")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  String getProblemChecks();

  void setProblemChecks(String value);

  @Description(
      "Least share of a problem's solutions that agree with its program, 0 to 1. At least"
          + " one solution must agree in any case.")
  @Default.Double(0.0)
  @Decides(Kind.RESULTS)
  @Shown(order = 2, daily = true)
  double getMinPassRate();

  void setMinPassRate(double value);

  @Description(
      "Largest share of a problem's solutions that agree with its program, 0 to 1. Less"
          + " than 1 drops problems that are too easy.")
  @Default.Double(1.0)
  @Decides(Kind.RESULTS)
  @Shown(order = 3, daily = true)
  double getMaxPassRate();

  void setMaxPassRate(double value);

  @Description(
      "Number of times that each judge model is asked about a row, with different seeds;"
          + " all verdicts have to agree. More than 1 helps only where --judgeParameters sets a"
          + " temperature above 0.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 4)
  int getJudges();

  void setJudges(int value);

  @Description(
      "Rules of the last look at a row, before it is written: all, none, or reasons separated by"
          + " commas, out of row_control_token, row_reasoning_markup, row_mentions_task,"
          + " row_unfinished, row_unbalanced, row_other_script, row_two_languages, row_repeats,"
          + " row_two_answers.")
  @Default.String("all")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 5)
  String getRowRules();

  void setRowRules(String value);

  @Description(
      "Number of words of a run that a row may not have three times over, as where a model has lost"
          + " its way.")
  @Default.Integer(50)
  @Decides(Kind.RESULTS)
  @Shown(order = 6)
  int getRowRepeatWords();

  void setRowRepeatWords(int value);

  @Description("Largest share of a row's letters that may be of another script than most, 0 to 1.")
  @Default.Double(0.02)
  @Decides(Kind.RESULTS)
  @Shown(order = 7)
  double getRowOtherLetters();

  void setRowOtherLetters(double value);
}
