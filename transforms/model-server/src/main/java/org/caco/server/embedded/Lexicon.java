package org.caco.server.embedded;

import java.util.List;
import java.util.regex.Pattern;

/** The words that the model tells stories and names quantities with. */
final class Lexicon {
  static final List<String> PEOPLE =
      words(
          "Ada Ben Carla Dev Elena Farid Grace Hugo Ines Jonas Keiko Leo Mara Nikhil Olga Pavel"
              + " Quinn Rosa Samir Tara Uma Viktor Wanda Yusuf Zoe");

  static final List<String> ALL =
      words("total combined overall joint collected pooled gathered complete");

  static final List<String> LEFT =
      words("remaining kept available unsold usable intact good stored");

  /** What is left of money, hours and the like. */
  static final List<String> LEFT_OF_ANYTHING = words("remaining kept available retained");

  /** For what has the name of something that there is already. */
  static final List<String> AGAIN =
      words("later earlier further other next previous whole final present local");

  static final List<String> KINDS =
      words(
          "wooden metal small large round square tall narrow sealed open northern southern eastern"
              + " western upper lower front rear old modern local foreign private public main"
              + " side");

  static final List<String> SPANS =
      words("days weeks months seasons rounds hours visits trips years");

  static final List<String> SERIES =
      words("daily weekly monthly hourly yearly recorded measured reported listed observed");

  static final List<String> FINAL = words("final resulting counted accepted approved settled");

  static final List<String> VERBS =
      words("compute calculate find determine count work_out get figure_out derive evaluate");

  private static final Pattern LONG_PLURAL = Pattern.compile(".*(?:shes|ches|sses|xes|oes)");

  private Lexicon() {}

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** The singular of one of the plurals above. */
  static String singular(String plural) {
    if (plural.equals("loaves")) {
      return "loaf";
    } else if (plural.equals("shelves")) {
      return "shelf";
    } else if (plural.equals("scarves")) {
      return "scarf";
    } else if (plural.endsWith("ies") && !plural.equals("cookies")) {
      return plural.substring(0, plural.length() - 3) + "y";
    } else if (LONG_PLURAL.matcher(plural).matches()) {
      return plural.substring(0, plural.length() - 2);
    }
    return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }
}
