package org.caco.transforms.row;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import org.caco.text.LowerCase;

/** Whether problem and solution are in one language, as far as their small words tell. */
final class Languages {
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "English",
              Set.of(
                  "the", "is", "are", "and", "of", "to", "how", "many", "each", "has", "have",
                  "there", "with", "he", "she", "they", "so", "we", "was", "this"),
          "Spanish",
              Set.of(
                  "el",
                  "los",
                  "las",
                  "una",
                  "cu\u00e1ntos",
                  "cu\u00e1ntas",
                  "tiene",
                  "cada",
                  "del",
                  "por",
                  "para",
                  "con",
                  "que",
                  "es",
                  "son",
                  "hay",
                  "entonces"),
          "French",
              Set.of(
                  "le", "les", "des", "une", "est", "combien", "chaque", "il", "elle", "dans",
                  "pour", "avec", "du", "et", "sont", "nous", "donc", "au"),
          "German",
              Set.of(
                  "der", "die", "das", "und", "ist", "ein", "eine", "wie", "viele", "jeder", "jede",
                  "hat", "mit", "sind", "er", "sie", "wir", "also"),
          "Italian",
              Set.of(
                  "il", "gli", "della", "quanti", "quante", "ogni", "ha", "con", "che", "sono",
                  "una", "di", "per", "quindi", "nel"),
          "Portuguese",
              Set.of(
                  "os",
                  "uma",
                  "quantos",
                  "quantas",
                  "cada",
                  "tem",
                  "com",
                  "para",
                  "em",
                  "que",
                  "do",
                  "da",
                  "s\u00e3o",
                  "ent\u00e3o",
                  "h\u00e1"));

  /** The same turned round: the languages that have a word, so that each word is looked up once. */
  private static final Map<String, List<String>> LANGUAGES =
      WORDS.entrySet().stream()
          .flatMap(each -> each.getValue().stream().map(word -> Map.entry(word, each.getKey())))
          .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));

  private static final int MIN_WORDS = 5;

  private Languages() {}

  static Optional<String> broken(Row row) {
    String problem = of(row.problem());
    String solution = of(row.solution());
    boolean two = !problem.isEmpty() && !solution.isEmpty() && !problem.equals(solution);
    return two
        ? Optional.of("the problem is in " + problem + ", the solution in " + solution)
        : Optional.empty();
  }

  /** The language of which a text has more than twice as many words as of any other, or empty. */
  static String of(String text) {
    Map<String, Integer> found = new HashMap<>();
    StringTokenizer words =
        new StringTokenizer(LowerCase.of(text), " \t\r\n.,;:?!()$\"'\u00bf\u00a1*");
    while (words.hasMoreTokens()) {
      for (String language : LANGUAGES.getOrDefault(words.nextToken(), List.of())) {
        found.merge(language, 1, Integer::sum);
      }
    }
    List<Map.Entry<String, Integer>> order =
        found.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .toList();
    boolean clear =
        !order.isEmpty()
            && order.get(0).getValue() >= MIN_WORDS
            && (order.size() == 1 || order.get(0).getValue() > 2 * order.get(1).getValue());
    return clear ? order.get(0).getKey() : "";
  }
}
