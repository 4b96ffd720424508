package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code execute}. */
@Group(title = "Programs", order = 20)
public interface ExecuteOptions extends LinesOptions, SandboxOptions {
  @Description("The field of a line that holds the source.")
  @Default.String("code")
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  String getCodeField();

  void setCodeField(String value);

  @Description("The variable whose value is a program's output.")
  @Default.String("output")
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  String getResultVariable();

  void setResultVariable(String value);

  @Description(
      "released rejects programs that break the rules of the released Caco scripts; off"
          + " does not.")
  @Default.String("released")
  @OneOf({"released", "off"})
  @Decides(Kind.RESULTS)
  @Shown(order = 3)
  String getRules();

  void setRules(String value);

  @Description("Reject programs whose result may differ from run to run.")
  @Default.Boolean(false)
  @Decides(Kind.RESULTS)
  @Shown(order = 4)
  boolean getDeterministic();

  void setDeterministic(boolean value);

  @Description("Number of programs that run at once.")
  @Decides(Kind.RUN)
  @Shown(order = 5, byDefault = "the cores of the machine")
  @Nullable Integer getWorkers();

  void setWorkers(@Nullable Integer value);
}
