package org.caco.transforms.decontaminate;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caco.text.LowerCase;

/**
 * The words of a text: runs of letters and digits, in lower case, without apostrophes. Spaces,
 * punctuation, mark-up and the forms of letters (as the ligature for fi) make no difference.
 *
 * <p>For comparison by runs of words, words with a capital and a small letter first count as names,
 * neighbouring ones as one, and all names as the same: whoever copies a problem gives its people
 * other names. The first word of a sentence is such a word too, in the copy as in the original.
 */
final class Words {
  // A sign that is in no word.
  private static final String NAME = "~";

  private final String source;
  private final List<String> words = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();

  /** What runs are made of: a word, or neighbouring names. */
  private record Unit(String word, int start, int end) {}

  private Words(String source) {
    this.source = source;
  }

  /** The words of {@code text}. */
  static Words of(String text) {
    Words words = new Words(text);
    StringBuilder word = new StringBuilder();
    int start = 0;
    int end = 0;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      if (Character.isLetterOrDigit(c)) {
        if (word.isEmpty()) {
          start = at;
        }
        word.appendCodePoint(c);
        end = next;
      } else if (c != '\'' && c != '\u2019' && Character.getType(c) != Character.NON_SPACING_MARK) {
        words.add(word, start, end);
      }
      at = next;
    }
    words.add(word, start, end);
    return words;
  }

  private void add(StringBuilder letters, int start, int end) {
    if (letters.isEmpty()) {
      return;
    }
    String written = Normalizer.normalize(letters, Normalizer.Form.NFKC);
    letters.setLength(0);
    String word = LowerCase.of(written);
    words.add(word);
    if (!isName(written)) {
      units.add(new Unit(word, start, end));
      return;
    }
    Unit last = units.isEmpty() ? null : units.get(units.size() - 1);
    if (last != null && last.word().equals(NAME)) {
      units.set(units.size() - 1, new Unit(NAME, last.start(), end));
    } else {
      units.add(new Unit(NAME, start, end));
    }
  }

  private static boolean isName(String word) {
    return word.length() > 1
        && Character.isUpperCase(word.charAt(0))
        && Character.isLowerCase(word.charAt(1));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** All words, apart by a space. */
  String joined() {
    return String.join(" ", words);
  }

  /** A 64-bit hash (FNV-1a) of each run of {@code length} words, in order. */
  long[] runs(int length) {
    long[] runs = new long[Math.max(0, units.size() - length + 1)];
    for (int i = 0; i < runs.length; i++) {
      long hash = 0xcbf29ce484222325L;
      for (Unit unit : units.subList(i, i + length)) {
        for (int k = 0; k < unit.word().length(); k++) {
          hash = (hash ^ unit.word().charAt(k)) * 0x100000001b3L;
        }
        // Where words end makes a difference.
        hash = (hash ^ ' ') * 0x100000001b3L;
      }
      runs[i] = hash;
    }
    return runs;
  }

  /**
   * The text from the start of run {@code first} to the end of run {@code last}, and where it is.
   */
  String quote(int first, int last, int length) {
    return quote(units.get(first).start(), units.get(last + length - 1).end());
  }

  /** The text from the first word to the last, and where it is; there must be a word. */
  String quoteAll() {
    return quote(units.get(0).start(), units.get(units.size() - 1).end());
  }

  private String quote(int start, int end) {
    return String.format(
        Locale.ROOT, "characters %d to %d: %s", start, end, source.substring(start, end));
  }
}
