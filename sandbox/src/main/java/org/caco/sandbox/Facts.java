package org.caco.sandbox;

import java.util.List;

/**
 * What a source says of itself, read from its syntax tree before it runs.
 *
 * @param codeLines lines left after dropping blank, comment and import lines
 * @param imports top-level names of the imported modules, sorted
 * @param names identifiers that occur, sorted, at most 500
 * @param inputKeys keys that the source gives to the dict {@code input}, at most 500
 * @param inputKeysRead keys of {@code input} that the source reads: as {@code input['k']}, {@code
 *     input.get('k')}, as a used parameter of a function that is called with {@code **input}, or
 *     through a function that {@code input} is handed to. Where the dict is used in any other way,
 *     all its keys count as read and the list ends with {@code "*"}; likewise where it would be
 *     longer than 500 or has a key of more than 80 characters.
 * @param usesRandomness whether it uses {@code random}, {@code secrets}, {@code uuid}, {@code
 *     numpy.random} or {@code os.urandom}
 * @param usesTime whether it uses {@code time} or the current date
 * @param usesHashOrder whether it uses sets, {@code hash} or {@code id}, whose order or value may
 *     change with the hash seed
 * @param fingerprint hash of the syntax tree with names and constants normalised; empty where the
 *     source does not parse. It depends on the Python version.
 * @param outputFromInput whether there is a way from {@code input} to {@code output}; true where
 *     that cannot be told
 * @param operations operations, calls and branches on the ways to {@code output}, without those
 *     that only change a value's form; 1,000,000 where they cannot be told
 * @param unusedFunctions functions that nothing but themselves refers to, sorted, at most 500
 * @param prints calls that print something else than {@code output} and constants
 */
public record Facts(
    int codeLines,
    List<String> imports,
    List<String> names,
    List<String> inputKeys,
    List<String> inputKeysRead,
    boolean usesRandomness,
    boolean usesTime,
    boolean usesHashOrder,
    String fingerprint,
    boolean outputFromInput,
    int operations,
    List<String> unusedFunctions,
    int prints) {

  /** The facts of a source that nothing was learned of. */
  public static final Facts NONE =
      new Facts(
          0, List.of(), List.of(), List.of(), List.of(), false, false, false, "", true, 1_000_000,
          List.of(), 0);

  public Facts {
    imports = List.copyOf(imports);
    names = List.copyOf(names);
    inputKeys = List.copyOf(inputKeys);
    inputKeysRead = List.copyOf(inputKeysRead);
    unusedFunctions = List.copyOf(unusedFunctions);
  }
}
