package org.caco.sandbox;

import java.util.Locale;

/** What became of a program. The JVM decides it, from what the kernel says of the process. */
public enum Verdict {
  /** It ran to its end and left a result that can be encoded. */
  OK,
  /** It raised, did not parse, ended its process early, or set no result. */
  ERROR,
  /** It used up its CPU time or its larger allowance of wall time, or waited idly. */
  TIMEOUT,
  /** It reached its memory limit. */
  MEMORY,
  /** A signal ended it: a forbidden system call, a crash, or a flood of output. */
  KILLED,
  /** Its result, its source or what it sent is outside of what is accepted. */
  REJECTED;

  /** The name in JSON: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
