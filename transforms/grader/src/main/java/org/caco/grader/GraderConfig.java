package org.caco.grader;

import java.io.Serializable;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;

/**
 * Which grader a step compares with.
 *
 * @param sandbox where SymPy is asked about what stays undecided otherwise, or null where it is not
 *     asked; default null
 */
public record GraderConfig(SandboxConfig sandbox) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** {@link AnswerGrader#strict} alone. */
  public static final GraderConfig STRICT = new GraderConfig(null);

  /** The strict grader, and SymPy in the JVM's sandbox of this configuration. */
  public static GraderConfig withSympy(SandboxConfig sandbox) {
    return new GraderConfig(sandbox);
  }

  /** The grader. Its sandbox is opened when a pair needs it. */
  public AnswerGrader grader() {
    return sandbox == null
        ? AnswerGrader.strict()
        : AnswerGrader.strict().withDecider(SympyDecider.in(sandbox));
  }

  /**
   * The grader, with its sandbox open: a run is to fail where it starts.
   *
   * @throws org.caco.sandbox.SandboxUnavailableException if the sandbox cannot be opened
   */
  public AnswerGrader open() {
    if (sandbox != null) {
      Sandbox.shared(sandbox);
    }
    return grader();
  }
}
