package org.caco.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that the sandbox needs from the machine and does not find.
 *
 * @param name bubblewrap, setpriv, python3, sympy, numpy or linux
 * @param debianPackage the package that brings it on Debian and Ubuntu; empty where none does
 * @param detail what was looked for
 */
public record Requirement(String name, String debianPackage, String detail) {

  private static final Map<String, String> PACKAGES =
      Map.of(
          "bubblewrap", "bubblewrap",
          "setpriv", "util-linux",
          "python3", "python3",
          "sympy", "python3-sympy",
          "numpy", "python3-numpy");

  static Requirement of(String name, String detail) {
    return new Requirement(name, PACKAGES.getOrDefault(name, ""), detail);
  }

  /** One that no package of a distribution mends. */
  static Requirement unpackaged(String name, String detail) {
    return new Requirement(name, "", detail);
  }

  /** What this machine lacks for the given configuration; empty where it lacks nothing. */
  public static List<Requirement> missing(SandboxConfig config) {
    return missing(config, Interpreter.find(config.python()));
  }

  static List<Requirement> missing(SandboxConfig config, Interpreter.Search python) {
    List<Requirement> missing = new ArrayList<>();
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return List.of(of("linux", "the sandbox uses features of the Linux kernel"));
    }
    if (config.isolation() == Isolation.NAMESPACES && Executables.onPath("bwrap").isEmpty()) {
      missing.add(of("bubblewrap", "no bwrap on the PATH"));
    }
    if (Executables.IS_ROOT && Executables.onPath("setpriv").isEmpty()) {
      missing.add(of("setpriv", "no setpriv on the PATH, to leave the root user"));
    } else {
      missing.addAll(python.missing());
    }
    return missing;
  }
}
