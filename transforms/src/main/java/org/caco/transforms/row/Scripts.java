package org.caco.transforms.row;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the texts are in one script. */
final class Scripts {
  /** Letters that formulas have in every language. */
  private static final Set<UnicodeScript> OF_ALL =
      Set.of(
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED,
          UnicodeScript.GREEK,
          UnicodeScript.UNKNOWN);

  /** Scripts that are written together. */
  private static final Set<UnicodeScript> EAST_ASIAN =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  /** Fewer letters say nothing of a text's script. */
  private static final int MIN_LETTERS = 20;

  private Scripts() {}

  static Optional<String> broken(Row row, double otherLetters) {
    Map<UnicodeScript, Integer> problem = letters(row.problem());
    Map<UnicodeScript, Integer> solution = letters(row.solution());
    Set<UnicodeScript> code = letters(row.code()).keySet();
    UnicodeScript main = main(problem);
    UnicodeScript other = main(solution);
    if (sum(problem) >= MIN_LETTERS
        && sum(solution) >= MIN_LETTERS
        && main != other
        && !(main != UnicodeScript.LATIN
            && other == UnicodeScript.LATIN
            && shareOf(main, solution) > 0.3)) {
      return Optional.of("the problem is in " + main + ", the solution in " + other);
    }
    // Formulas are in Latin letters in every script.
    return foreign(problem, main, code, otherLetters)
        .map(found -> "problem: " + found)
        .or(() -> foreign(solution, main, code, otherLetters).map(found -> "solution: " + found));
  }

  private static Optional<String> foreign(
      Map<UnicodeScript, Integer> letters,
      UnicodeScript main,
      Set<UnicodeScript> code,
      double most) {
    int all = sum(letters);
    int foreign = 0;
    for (Map.Entry<UnicodeScript, Integer> script : letters.entrySet()) {
      boolean known = script.getKey() == main || script.getKey() == UnicodeScript.LATIN;
      foreign +=
          known || (code.contains(script.getKey()) && script.getKey() != UnicodeScript.LATIN)
              ? 0
              : script.getValue();
    }
    return foreign > most * all
        ? Optional.of(
            String.format(
                Locale.ROOT, "%d of %d letters are of another script: %s", foreign, all, letters))
        : Optional.empty();
  }

  private static Map<UnicodeScript, Integer> letters(String text) {
    Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c < 128 ? Character.isLetter(c) : Character.isAlphabetic(c)) {
        UnicodeScript script = c < 128 ? UnicodeScript.LATIN : UnicodeScript.of(c);
        if (!OF_ALL.contains(script)) {
          letters.merge(EAST_ASIAN.contains(script) ? UnicodeScript.HAN : script, 1, Integer::sum);
        }
      }
    }
    return letters;
  }

  private static UnicodeScript main(Map<UnicodeScript, Integer> letters) {
    return letters.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(UnicodeScript.LATIN);
  }

  private static int sum(Map<UnicodeScript, Integer> letters) {
    return letters.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static double shareOf(UnicodeScript script, Map<UnicodeScript, Integer> letters) {
    return (double) letters.getOrDefault(script, 0) / Math.max(1, sum(letters));
  }
}
