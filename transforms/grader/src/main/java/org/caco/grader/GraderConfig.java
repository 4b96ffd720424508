package org.caco.grader;

import java.io.Serializable;
import java.util.function.Function;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which grader a step compares with.
 *
 * @param sandbox where SymPy is asked about what stays undecided otherwise, or null where it is not
 *     asked; default null
 */
public record GraderConfig(@Nullable SandboxConfig sandbox) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** {@link AnswerGrader#strict} alone. */
  public static final GraderConfig STRICT = new GraderConfig(null);

  /** The strict grader, and SymPy in a sandbox of this configuration. */
  public static GraderConfig withSympy(SandboxConfig sandbox) {
    return new GraderConfig(sandbox);
  }

  /**
   * The grader.
   *
   * @param sandboxes gives the sandbox that SymPy runs in; asked at once, so that a run fails where
   *     it starts
   * @throws org.caco.sandbox.SandboxUnavailableException if the sandbox cannot be opened
   */
  public AnswerGrader grader(Function<SandboxConfig, Sandbox> sandboxes) {
    return sandbox == null
        ? AnswerGrader.strict()
        : AnswerGrader.strict().withDecider(SympyDecider.in(sandboxes.apply(sandbox)));
  }
}
