package org.caco.sandbox;

import java.util.List;

/**
 * What the sandbox has to say of one program. Values are JSON in the encoding that the README
 * describes.
 *
 * @param id the snippet's
 * @param verdict what became of the program's own run
 * @param input the dict {@code input} as JSON, as it was before the program used it; null where the
 *     program set none or did not get that far
 * @param output the result variable as JSON; null unless the verdict is {@link Verdict#OK}
 * @param outputText {@code str(output)}, at most 100,000 characters; empty unless OK
 * @param error why the verdict is not OK; empty if it is
 * @param cpuMs CPU time of all its processes in milliseconds
 * @param wallMs time from fork to end in milliseconds
 * @param facts what the source says of itself
 * @param isolation the tier it ran under, see {@link Isolation#label()}
 * @param inputRuns one run per input that the snippet came with, in order; empty where the
 *     program's own run is not OK. It ends with the second of them that runs into its time limit:
 *     what would take all the time there is is not run on. It also ends early where inputs and
 *     outputs come to more than 64 Mi characters together.
 * @param repeats the further runs under other hash seeds that the snippet asked for; empty where
 *     the program's own run is not OK
 */
public record SandboxResult(
    String id,
    Verdict verdict,
    String input,
    String output,
    String outputText,
    String error,
    long cpuMs,
    long wallMs,
    Facts facts,
    String isolation,
    List<Run> inputRuns,
    List<Run> repeats) {

  public SandboxResult {
    inputRuns = List.copyOf(inputRuns);
    repeats = List.copyOf(repeats);
  }

  /** Whether every run under another hash seed gave the same verdict and output. */
  public boolean repeatable() {
    for (Run run : repeats) {
      if (run.verdict() != verdict
          || !java.util.Objects.equals(run.output(), output)
          || !run.outputText().equals(outputText)) {
        return false;
      }
    }
    return true;
  }
}
