package org.caco.transforms.problem;

import java.util.Map;

/** Words as tables have them: in the singular. */
final class Words {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("feet", "foot"),
          Map.entry("teeth", "tooth"),
          Map.entry("dice", "die"),
          Map.entry("halves", "half"),
          Map.entry("knives", "knife"),
          Map.entry("wolves", "wolf"),
          Map.entry("calves", "calf"),
          Map.entry("lives", "life"),
          Map.entry("wives", "wife"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("children", "child"),
          Map.entry("mice", "mouse"),
          Map.entry("geese", "goose"),
          Map.entry("vertices", "vertex"),
          Map.entry("indices", "index"),
          Map.entry("matrices", "matrix"),
          Map.entry("radii", "radius"),
          Map.entry("centuries", "century"),
          Map.entry("millennia", "millennium"),
          Map.entry("hooves", "hoof"),
          Map.entry("lenses", "lens"),
          Map.entry("series", "series"),
          Map.entry("species", "species"),
          Map.entry("octopi", "octopus"),
          Map.entry("lens", "lens"),
          Map.entry("ms", "ms"),
          Map.entry("movies", "movie"),
          Map.entry("cookies", "cookie"),
          Map.entry("pies", "pie"),
          Map.entry("ties", "tie"));

  private Words() {}

  /**
   * @param word in lower case
   */
  static String singular(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return irregular;
    }
    if (word.length() <= 2 || !word.endsWith("s") || endsInOneOf(word, "ss", "us", "is")) {
      return word;
    }
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean es = endsInOneOf(word, "sses", "xes", "ches", "shes", "uses", "oes");
    return word.substring(0, word.length() - (es ? 2 : 1));
  }

  private static boolean endsInOneOf(String word, String... endings) {
    for (String ending : endings) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
