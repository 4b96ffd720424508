package org.caco.sandbox;

import java.util.List;
import java.util.Objects;

/**
 * A program to run.
 *
 * @param id comes back with the result; not interpreted
 * @param code Python source; Markdown fences around it are dropped
 * @param runs how many times, each under another hash seed: 1 or 2, default 1
 * @param inputs further values for the dict that programs call input, as JSON in the encoding that
 *     docs/output.md describes, each to be run against the same program; default none
 */
public record Snippet(String id, String code, int runs, List<String> inputs) {

  public Snippet {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(code, "code");
    if (runs < 1 || runs > 2) {
      throw new IllegalArgumentException("runs must be 1 or 2, not " + runs);
    }
    inputs = List.copyOf(inputs);
    if (inputs.size() > 1000) {
      throw new IllegalArgumentException("at most 1000 inputs, not " + inputs.size());
    }
  }

  /** A program that is run once, with its own input. */
  public static Snippet of(String id, String code) {
    return new Snippet(id, code, 1, List.of());
  }

  /** The same, run this many times under different hash seeds. */
  public Snippet withRuns(int newRuns) {
    return new Snippet(id, code, newRuns, inputs);
  }

  /** The same, also run with each of these values of {@code input}. */
  public Snippet withInputs(List<String> newInputs) {
    return new Snippet(id, code, runs, newInputs);
  }
}
