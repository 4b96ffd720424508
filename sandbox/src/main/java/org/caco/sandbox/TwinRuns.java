package org.caco.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program compared with its twins: itself with one operation read otherwise, such as {@code /}
 * for {@code //}.
 *
 * @param own the program's own run; where it is not OK nothing else is known. Rejected where the
 *     program was not run at all.
 * @param unproven why nothing is known of its twins; empty where something is
 * @param twins their names, each as {@code KIND LINE:COLUMN} with the place of the operation, lines
 *     counted from 1 and columns in bytes from 0
 * @param cells for each twin a sign that says how its output at {@code chosen} agrees with the
 *     program's: {@value #SAME}, {@value #ALIKE} where one written answer may stand for both,
 *     {@value #OTHER}, or {@value #UNKNOWN} where too much had run before
 * @param chosen a run with the input that tells most twins apart, which may be the program's own;
 *     null where nothing is known
 * @param tests runs with other inputs, at most 10, on which every twin has the program's output
 *     whose cell is not {@value #OTHER}
 * @param disagreeing how many inputs are no tests since such a twin has another output, or is not
 *     known to have the same
 * @param unnatural how many inputs are no tests since the program fails, or since its numbers show
 *     other habits than in its own run
 */
public record TwinRuns(
    SandboxResult own,
    String unproven,
    List<String> twins,
    String cells,
    @Nullable Run chosen,
    List<Run> tests,
    int disagreeing,
    int unnatural) {
  /** The outputs are the same, but for what floats lose. */
  public static final char SAME = '=';

  /** One may be the other in fewer digits. */
  public static final char ALIKE = '~';

  /** The outputs differ, or the twin has none. */
  public static final char OTHER = '!';

  /** Not compared. */
  public static final char UNKNOWN = '?';

  static final Set<Character> CELLS = Set.of(SAME, ALIKE, OTHER, UNKNOWN);

  public TwinRuns {
    twins = List.copyOf(twins);
    tests = List.copyOf(tests);
  }

  static TwinRuns unproven(SandboxResult own, String why) {
    return new TwinRuns(own, why, List.of(), "", null, List.of(), 0, 0);
  }

  /** The twins that have another output than the program at the chosen input. */
  public List<String> excluded() {
    return named(true);
  }

  /** The twins that the chosen input leaves open. */
  public List<String> open() {
    return named(false);
  }

  private List<String> named(boolean excluded) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < twins.size(); i++) {
      if ((cells.charAt(i) == OTHER) == excluded) {
        named.add(twins.get(i));
      }
    }
    return named;
  }
}
