package org.caco.sandbox;

import com.google.auto.value.AutoBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox has to say of one program. Values are JSON in the encoding that docs/output.md
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
    @Nullable String input,
    @Nullable String output,
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
          || !Objects.equals(run.output(), output)
          || !run.outputText().equals(outputText)) {
        return false;
      }
    }
    return true;
  }

  /** One that came to nothing: no values, facts or times, and rejected for no reason yet. */
  static Builder builder(String id, String isolation) {
    return new AutoBuilder_SandboxResult_Builder()
        .id(id)
        .verdict(Verdict.REJECTED)
        .outputText("")
        .error("")
        .cpuMs(0)
        .wallMs(0)
        .facts(Facts.NONE)
        .isolation(isolation)
        .inputRuns(List.of())
        .repeats(List.of());
  }

  /** The same, rejected for another reason and without its further runs. */
  SandboxResult rejected(String newError) {
    return new AutoBuilder_SandboxResult_Builder(this)
        .verdict(Verdict.REJECTED)
        .error(newError)
        .inputRuns(List.of())
        .repeats(List.of())
        .build();
  }

  @AutoBuilder
  abstract static class Builder {
    abstract Builder id(String value);

    abstract Builder verdict(Verdict value);

    abstract Builder input(@Nullable String value);

    abstract Builder output(@Nullable String value);

    abstract Builder outputText(String value);

    abstract Builder error(String value);

    abstract Builder cpuMs(long value);

    abstract Builder wallMs(long value);

    abstract Builder facts(Facts value);

    abstract Builder isolation(String value);

    abstract Builder inputRuns(List<Run> value);

    abstract Builder repeats(List<Run> value);

    abstract SandboxResult build();
  }
}
