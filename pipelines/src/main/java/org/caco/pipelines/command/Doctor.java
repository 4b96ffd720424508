package org.caco.pipelines.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.DoctorOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.sandbox.Probe;
import org.caco.sandbox.Requirement;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.transforms.model.Endpoints;
import org.caco.transforms.model.ModelConfig;

/** The {@code doctor} command: what this machine can do. */
final class Doctor {
  private Doctor() {}

  /**
   * Prints what was found.
   *
   * @throws UsageException if something is not as a run needs it
   */
  static void run(DoctorOptions options, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-10s %s, %s%n",
        "Java",
        Runtime.version(),
        System.getProperty("java.vm.name"));
    out.printf(
        Locale.ROOT,
        "%-10s %d cores, %d MiB for Java%n",
        "Machine",
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    boolean sandboxed = sandbox(Settings.sandbox(options), out);
    boolean well = endpoints(options, out) && sandboxed;
    if (!well) {
      throw new UsageException(
          "This machine is not ready for a run with these options; see above.");
    }
    out.println("\nAll is well.");
  }

  private static boolean sandbox(SandboxConfig config, PrintStream out) {
    List<Requirement> missing = Requirement.missing(config);
    for (Requirement requirement : missing) {
      out.printf(
          Locale.ROOT,
          "%-10s missing: %s (%s)%n",
          "Sandbox",
          requirement.name(),
          requirement.detail());
    }
    if (!missing.isEmpty()) {
      return false;
    }
    try (Sandbox sandbox = Sandbox.open(config)) {
      out.printf(Locale.ROOT, "%-10s %s%n", "Python", sandbox.pythonVersion());
      out.printf(
          Locale.ROOT, "%-10s %s; a program in it tried to:%n", "Sandbox", sandbox.isolation());
      for (Probe probe : sandbox.selfTest()) {
        out.printf(
            Locale.ROOT,
            "  %-10s %-24s %s%n",
            probe.blocked() ? "blocked" : "NOT BLOCKED",
            probe.name(),
            probe.attempt());
      }
      return true;
    } catch (SandboxUnavailableException e) {
      out.printf(Locale.ROOT, "%-10s not available: %s%n", "Sandbox", e.getMessage());
      return false;
    }
  }

  private static boolean endpoints(DoctorOptions options, PrintStream out) {
    boolean well = true;
    for (Role role : Role.all(options)) {
      ModelConfig model = role.model(options);
      String where = model.model() + " at " + String.join(", ", model.endpoints());
      try {
        Endpoints.check(model);
        out.printf(Locale.ROOT, "%-10s %-8s %s%n", "Model", role.id(), where);
      } catch (IllegalArgumentException e) {
        out.printf(Locale.ROOT, "%-10s %-8s %s: %s%n", "Model", role.id(), where, e.getMessage());
        well = false;
      }
    }
    return well;
  }
}
