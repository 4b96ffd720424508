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
   * only when asked for. A program can still see whether a file exists, and its size; and with
   * that, by /proc, which process numbers are in use and by whom. It can also tell from its own
   * process number how many processes were started since an earlier program's, and from where its
   * threads end how many its user has. Without a namespace of its own no process can be kept from
   * that; what other processes are, hold or do is out of its reach.
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
