package org.caco.transforms.problem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Phrases of a table, each a word or one of several at every place, some of which may be missing.
 */
final class Phrases {
  private record Place(Set<String> words, boolean optional) {}

  private final Map<String, List<List<Place>>> byFirst = new HashMap<>();

  private Phrases() {}

  static Phrases of(String table) {
    Phrases phrases = new Phrases();
    for (List<String> row : Table.rows(table)) {
      List<Place> places = new ArrayList<>();
      for (String cell : row.get(0).split(" ", -1)) {
        boolean optional = cell.startsWith("[");
        String words = optional ? cell.substring(1, cell.length() - 1) : cell;
        places.add(new Place(Set.copyOf(Table.list(words)), optional));
      }
      for (String first : places.get(0).words()) {
        phrases.byFirst.computeIfAbsent(first, w -> new ArrayList<>()).add(List.copyOf(places));
      }
    }
    return phrases;
  }

  /** Whether one of them begins with the word at {@code index}. */
  boolean standAt(Tokens tokens, int index) {
    for (List<Place> phrase : byFirst.getOrDefault(tokens.word(index), List.of())) {
      if (stands(phrase, tokens, index)) {
        return true;
      }
    }
    return false;
  }

  private static boolean stands(List<Place> phrase, Tokens tokens, int index) {
    int at = index;
    for (Place place : phrase) {
      // Here's.
      at = isApostrophe(tokens.text(at)) ? at + 1 : at;
      if (place.words().contains(tokens.word(at))) {
        at++;
      } else if (!place.optional()) {
        return false;
      }
    }
    return true;
  }

  static boolean isApostrophe(String text) {
    return text.equals("'") || text.equals("\u2019");
  }
}
