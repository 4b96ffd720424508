package org.caco.transforms.reply;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What a model adds before or behind a text in another script than the text has. */
final class Foreign {
  /** Such a paragraph is no longer than this. */
  private static final int MAX_LENGTH = 200;

  private Foreign() {}

  /** The text without a first and a last paragraph none of whose letters are of its scripts. */
  static String cut(String text) {
    int first = text.indexOf("\n\n");
    if (first < 0) {
      return text;
    }
    String rest = text.substring(first).strip();
    if (isForeign(text.substring(0, first), rest)) {
      return rest;
    }
    int last = text.lastIndexOf("\n\n");
    rest = text.substring(0, last).strip();
    return isForeign(text.substring(last), rest) ? rest : text;
  }

  private static boolean isForeign(String paragraph, String rest) {
    if (paragraph.length() > MAX_LENGTH || paragraph.chars().anyMatch(Character::isDigit)) {
      return false;
    }
    Set<UnicodeScript> own = scripts(paragraph);
    Set<UnicodeScript> others = scripts(rest);
    own.remove(UnicodeScript.COMMON);
    boolean latin = others.contains(UnicodeScript.LATIN) && !own.contains(UnicodeScript.LATIN);
    return latin && !own.isEmpty() && own.stream().noneMatch(others::contains);
  }

  private static Set<UnicodeScript> scripts(String text) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints()
        .filter(Character::isLetter)
        .forEach(letter -> scripts.add(UnicodeScript.of(letter)));
    scripts.remove(UnicodeScript.GREEK);
    return scripts;
  }
}
