package org.caco.transforms.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words around a number that have to go with it: an article before it, and where there is one
 * of something, the noun behind it.
 */
final class Wording {
  /**
   * Another text for a part of the problem.
   *
   * @param start its first character
   * @param end behind its last
   */
  record Edit(int start, int end, String text) {}

  /** What may follow a noun without agreeing with it. */
  private static final Set<String> BEHIND =
      Set.of(
          "and", "or", "in", "at", "on", "of", "per", "for", "to", "with", "from", "each", "every",
          "left", "by", "a", "into", "than");

  private final List<Edit> plural;
  private final int articleStart;
  private final int articleEnd;
  private final boolean capital;

  private Wording(List<Edit> plural, int articleStart, int articleEnd, boolean capital) {
    this.plural = plural;
    this.articleStart = articleStart;
    this.articleEnd = articleEnd;
    this.capital = capital;
  }

  /**
   * Of a number that stands from one token to another.
   *
   * @param one whether it is 1, so that others need a plural
   * @param name of its input, which has to name the noun
   * @return empty where the words of a 1 cannot be told from the text
   */
  static Optional<Wording> of(Tokens tokens, int first, int behind, boolean one, EntryName name) {
    List<Edit> plural = new ArrayList<>();
    if (one && !addPlural(tokens, first, behind, name, plural)) {
      return Optional.empty();
    }
    boolean article = tokens.is(first - 1, "a") || tokens.is(first - 1, "an");
    Tokens.Token before = tokens.get(first - 1);
    return Optional.of(
        article
            ? new Wording(plural, before.start(), before.end(), before.capital())
            : new Wording(plural, -1, -1, false));
  }

  private static boolean addPlural(
      Tokens tokens, int first, int behind, EntryName name, List<Edit> edits) {
    String noun = tokens.word(behind);
    if (noun.isEmpty()) {
      // 1. or 1%; not 1-foot, which stays as it is, nor "1, 2".
      return !tokens.isHyphen(behind) || tokens.isGlued(behind + 1);
    }
    if (BEHIND.contains(noun)) {
      return true;
    }
    String many = plural(noun);
    boolean named = name.words().contains(noun) && Words.singular(many).equals(noun);
    String next = tokens.text(behind + 1);
    boolean free = next.isEmpty() || BEHIND.contains(next) || ".,;?!".contains(next);
    if (!named || !free) {
      return false;
    }
    edits.add(ending(tokens.get(behind), many));
    return addVerb(tokens, first, edits);
  }

  /** Only the ending changes, so that capitals stay. */
  private static Edit ending(Tokens.Token token, String many) {
    String noun = token.text();
    int kept = 0;
    while (kept < noun.length() && kept < many.length() && noun.charAt(kept) == many.charAt(kept)) {
      kept++;
    }
    return new Edit(token.start() + kept, token.end(), many.substring(kept));
  }

  /** There is one, there are two; of any other verb it is not known what it agrees with. */
  private static boolean addVerb(Tokens tokens, int first, List<Edit> edits) {
    Tokens.Token verb = tokens.get(first - 1);
    boolean is = verb.text().equals("is");
    if (!is && !verb.text().equals("was")) {
      return true;
    }
    edits.add(new Edit(verb.start(), verb.end(), is ? "are" : "were"));
    return tokens.is(first - 2, "there");
  }

  private static String plural(String noun) {
    int last = noun.length() - 1;
    boolean consonant = last > 0 && "aeiou".indexOf(noun.charAt(last - 1)) < 0;
    if (noun.endsWith("y") && consonant) {
      return noun.substring(0, last) + "ies";
    }
    boolean es =
        noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch") || noun.endsWith("sh");
    return noun + (es ? "es" : "s");
  }

  /** What changes around the number when it is written so. */
  List<Edit> edits(String written) {
    List<Edit> edits = new ArrayList<>(plural);
    if (articleStart >= 0) {
      String article = beginsWithVowel(written) ? "an" : "a";
      edits.add(new Edit(articleStart, articleEnd, capital ? "A" + article.substring(1) : article));
    }
    return edits;
  }

  /** Whether a number as it is spoken begins with a vowel: eight, eleven, eighteen, 80, 8,000. */
  static boolean beginsWithVowel(String written) {
    char first = Character.toLowerCase(written.charAt(0));
    if (!Character.isDigit(first)) {
      // "One" is spoken with a consonant.
      return "aeiou".indexOf(first) >= 0 && !written.regionMatches(true, 0, "one", 0, 3);
    }
    int point = written.indexOf('.');
    String whole = (point < 0 ? written : written.substring(0, point)).replace(",", "");
    boolean eleven = whole.startsWith("11") || whole.startsWith("18");
    return first == '8' || (eleven && whole.length() % 3 == 2);
  }
}
