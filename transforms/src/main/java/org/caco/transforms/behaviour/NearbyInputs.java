package org.caco.transforms.behaviour;

import java.util.List;
import org.caco.python.PythonValue;

/** The changed inputs that {@link CheckBehaviour} runs a program with. */
public final class NearbyInputs {
  private NearbyInputs() {}

  /**
   * Inputs in which values are changed within their type, all at once and one by one, in the
   * encoding that docs/output.md describes; always the same for the same program.
   *
   * @param code the program's source
   * @param input its own input
   * @param variants how often each value is changed, 1 to 20
   */
  public static List<String> of(String code, PythonValue.Dict input, int variants) {
    return Trials.near(code, input, variants).inputs();
  }
}
