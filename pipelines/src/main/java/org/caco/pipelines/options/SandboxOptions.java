package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The sandbox in which model-written programs run. */
public interface SandboxOptions extends PipelineOptions {
  @Description("CPU time that a program may take, such as 5s or 500ms.")
  @Default.String("5s")
  String getTimeout();

  void setTimeout(String value);

  @Description("Memory that a program may take, such as 512m or 1g.")
  @Default.String("1g")
  String getMemory();

  void setMemory(String value);

  @Description(
      "The isolation of programs: namespaces (bubblewrap), or landlock for containers that forbid"
          + " namespaces. There is no fallback: what is asked for works, or the run does not start.")
  @Default.String("namespaces")
  String getIsolation();

  void setIsolation(String value);

  @Description(
      "The Python interpreter of the sandbox. The first of /usr/bin/python3 and python3 on the PATH"
          + " that has sympy and numpy unless set.")
  String getPython();

  void setPython(String value);
}
