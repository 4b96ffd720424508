package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The sandbox in which model-written programs run. */
@Group(title = "Sandbox", order = 130)
public interface SandboxOptions extends PipelineOptions {
  @Description("CPU time that a program may take, such as 5s or 500ms.")
  @Default.String("5s")
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1)
  String getTimeout();

  void setTimeout(String value);

  @Description("Memory that a program may take, such as 512m or 1g.")
  @Default.String("1g")
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 2)
  String getMemory();

  void setMemory(String value);

  @Description(
      "The isolation of programs: namespaces (bubblewrap), or landlock for containers that"
          + " forbid namespaces. There is no fallback: what is asked for works, or the run does"
          + " not start.")
  @Default.String("namespaces")
  @OneOf({"namespaces", "landlock"})
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 3, daily = true)
  String getIsolation();

  void setIsolation(String value);

  @Description("The Python interpreter of the sandbox.")
  @FilePath(program = true)
  @Decides(Kind.RESULTS_HERE)
  @Shown(
      order = 4,
      byDefault = "the first of /usr/bin/python3 and python3 on the PATH that has sympy and numpy")
  @Nullable String getPython();

  void setPython(@Nullable String value);
}
