package org.caco.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One run of a program with one input.
 *
 * @param verdict what became of it
 * @param input the dict {@code input} as JSON, as it was before the program used it; null where the
 *     program set none or did not get that far
 * @param output the result variable as JSON; null unless the verdict is {@link Verdict#OK}
 * @param outputText {@code str(output)}, at most 100,000 characters; empty unless OK
 * @param error why the verdict is not OK; empty if it is
 * @param cpuMs CPU time of this run in milliseconds
 */
public record Run(
    Verdict verdict,
    @Nullable String input,
    @Nullable String output,
    String outputText,
    String error,
    long cpuMs) {

  static Run failed(Verdict verdict, @Nullable String input, String error, long cpuMs) {
    return new Run(verdict, input, null, "", error, cpuMs);
  }

  /** How many characters it keeps. */
  long size() {
    return length(input) + length(output) + outputText.length();
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
