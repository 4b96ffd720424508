package org.caco.sandbox;

import java.util.List;

/**
 * What a program gives for other inputs that are as natural as its own.
 *
 * @param own the program's own run; where it is not OK nothing else is known
 * @param unproven why nothing is known of the inputs; empty where something is
 * @param runs one for each input, in their order. OK is a run whose numbers keep the habits of the
 *     program's own run, and whose output every twin has as well that the program's own input does
 *     not tell from it. The error of any other is {@value #UNNATURAL}, {@value #DISAGREES} or
 *     {@value #TOO_LONG}
 */
public record InstanceRuns(SandboxResult own, String unproven, List<Run> runs) {
  /** The program fails, has other habits, or does more than it may. */
  public static final String UNNATURAL = "unnatural";

  /** A twin that the program's own input leaves open has another output, or is not known to. */
  public static final String DISAGREES = "disagrees";

  /** Input, output or the output's text is too long, or all that was to be told. */
  public static final String TOO_LONG = "too_long";

  public InstanceRuns {
    runs = List.copyOf(runs);
  }

  static InstanceRuns unproven(SandboxResult own, String why) {
    return new InstanceRuns(own, why, List.of());
  }
}
