package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
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
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    // With --json nothing but the object goes to the output.
    boolean well =
        look(
            options,
            found,
            options.isJson()
                ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)
                : out);
    if (options.isJson()) {
      out.println(found.put("ready", well));
    }
    if (!well) {
      throw new UsageException(
          "This machine is not ready for a run with these options; see above.");
    }
    if (!options.isJson()) {
      out.println("\nAll is well.");
    }
  }

  /** Says what there is, as text and as JSON, and whether it is as a run needs it. */
  private static boolean look(DoctorOptions options, ObjectNode found, PrintStream out) {
    found
        .put("java", Runtime.version().toString())
        .put("vm", System.getProperty("java.vm.name"))
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("java_mib", Runtime.getRuntime().maxMemory() >> 20);
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
    boolean sandboxed = sandbox(Settings.sandbox(options), found.putObject("sandbox"), out);
    return endpoints(options, found.putArray("models"), out) && sandboxed;
  }

  private static boolean sandbox(SandboxConfig config, ObjectNode found, PrintStream out) {
    List<Requirement> missing = Requirement.missing(config);
    for (Requirement requirement : missing) {
      found
          .withArray("missing")
          .addObject()
          .put("name", requirement.name())
          .put("detail", requirement.detail());
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
      found.put("python", sandbox.pythonVersion()).put("isolation", sandbox.isolation().toString());
      out.printf(Locale.ROOT, "%-10s %s%n", "Python", sandbox.pythonVersion());
      out.printf(
          Locale.ROOT, "%-10s %s; a program in it tried to:%n", "Sandbox", sandbox.isolation());
      for (Probe probe : sandbox.selfTest()) {
        found
            .withArray("attacks")
            .addObject()
            .put("name", probe.name())
            .put("attempt", probe.attempt())
            .put("blocked", probe.blocked());
        out.printf(
            Locale.ROOT,
            "  %-10s %-24s %s%n",
            probe.blocked() ? "blocked" : "NOT BLOCKED",
            probe.name(),
            probe.attempt());
      }
      return true;
    } catch (SandboxUnavailableException e) {
      found.put("failure", e.getMessage());
      out.printf(Locale.ROOT, "%-10s not available: %s%n", "Sandbox", e.getMessage());
      return false;
    }
  }

  private static boolean endpoints(DoctorOptions options, ArrayNode found, PrintStream out) {
    boolean well = true;
    for (Role role : Role.all(options)) {
      ModelConfig model = role.model(options);
      ObjectNode each = found.addObject().put("role", role.id()).put("model", model.model());
      model.endpoints().forEach(each.putArray("endpoints")::add);
      String where = model.model() + " at " + String.join(", ", model.endpoints());
      try {
        Endpoints.check(model);
        out.printf(Locale.ROOT, "%-10s %-8s %s%n", "Model", role.id(), where);
      } catch (IllegalArgumentException e) {
        each.put("failure", e.getMessage());
        out.printf(Locale.ROOT, "%-10s %-8s %s: %s%n", "Model", role.id(), where, e.getMessage());
        well = false;
      }
    }
    return well;
  }
}
