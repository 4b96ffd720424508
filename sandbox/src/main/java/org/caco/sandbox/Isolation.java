package org.caco.sandbox;

/** How programs are kept from the machine. There is nothing below these two. */
public enum Isolation {
  /**
   * User, mount, network, IPC, UTS and PID namespaces by bubblewrap, a PID namespace for each
   * program, a seccomp allowlist and resource limits. The default.
   */
  NAMESPACES("namespaces+seccomp"),
  /**
   * Landlock, a seccomp allowlist and resource limits, for containers that forbid namespaces. Used
   * only when asked for. A program can still see whether a file exists, and its size.
   */
  LANDLOCK("landlock+seccomp");

  private final String label;

  Isolation(String label) {
    this.label = label;
  }

  /** The name that is recorded with every execution. */
  public String label() {
    return label;
  }
}
