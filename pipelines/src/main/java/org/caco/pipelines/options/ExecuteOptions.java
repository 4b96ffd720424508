package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code execute}. */
public interface ExecuteOptions extends LinesOptions, SandboxOptions {
  @Description("The field of a line that holds the source.")
  @Default.String("code")
  String getCodeField();

  void setCodeField(String value);

  @Description("The variable whose value is a program's output.")
  @Default.String("output")
  String getResultVariable();

  void setResultVariable(String value);

  @Description(
      "released rejects programs that break the rules of the released Caco scripts; off does not.")
  @Default.String("released")
  String getRules();

  void setRules(String value);

  @Description("Programs that run at once. As many as the machine has cores unless set.")
  Integer getWorkers();

  void setWorkers(Integer value);

  @Description("Reject programs whose result may differ from run to run.")
  @Default.Boolean(false)
  boolean getDeterministic();

  void setDeterministic(boolean value);
}
