package org.caco.transforms.similarity;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Splits text into the word pieces of an uncased BERT vocabulary (Wu et al., arXiv 1609.08144;
 * Devlin et al., arXiv 1810.04805): accents and case dropped, punctuation by itself, each word into
 * the longest pieces from the left. The names of special tokens in a text are ordinary text.
 */
final class WordPieces {
  // A longer word is unknown as a whole; the published vocabulary's own setting.
  private static final int MAX_WORD = 100;

  private final Map<String, Integer> vocabulary;
  private final int unknown;
  private final int start;
  private final int end;

  /**
   * @param tokenizer a Hugging Face tokenizer file of kind WordPiece
   */
  WordPieces(JsonNode tokenizer) {
    JsonNode pieces = tokenizer.path("model").path("vocab");
    vocabulary = new HashMap<>(pieces.size() * 2);
    pieces.fields().forEachRemaining(e -> vocabulary.put(e.getKey(), e.getValue().intValue()));
    unknown = special("[UNK]");
    start = special("[CLS]");
    end = special("[SEP]");
  }

  private int special(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("the vocabulary has no " + token);
    }
    return id;
  }

  /** The id that begins every input of the model. */
  int start() {
    return start;
  }

  /** The id that ends every input of the model. */
  int end() {
    return end;
  }

  /**
   * The ids of the pieces of {@code text}, without start and end.
   *
   * @param limit the most ids to return
   */
  int[] of(String text, int limit) {
    Ids ids = new Ids(limit);
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < text.length() && !ids.full(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isControl(c)) {
        continue;
      }
      if (isSpace(c)) {
        addWords(word, ids);
      } else if (isIdeograph(c)) {
        addWords(word, ids);
        word.appendCodePoint(c);
        addWords(word, ids);
      } else {
        word.appendCodePoint(c);
      }
    }
    addWords(word, ids);
    return ids.toArray();
  }

  /** Adds the pieces of a stretch without spaces, and empties it. */
  private void addWords(StringBuilder stretch, Ids ids) {
    if (stretch.isEmpty()) {
      return;
    }
    String lower = withoutAccents(stretch);
    stretch.setLength(0);
    int begin = 0;
    for (int at = 0; at < lower.length(); ) {
      int c = lower.codePointAt(at);
      int next = at + Character.charCount(c);
      if (isPunctuation(c)) {
        addPieces(lower.substring(begin, at), ids);
        addPieces(lower.substring(at, next), ids);
        begin = next;
      }
      at = next;
    }
    addPieces(lower.substring(begin), ids);
  }

  /** One character at a time: Java takes the square of their number to order accents. */
  private static String withoutAccents(CharSequence stretch) {
    StringBuilder lower = new StringBuilder();
    stretch
        .codePoints()
        .mapToObj(Character::toString)
        .flatMapToInt(c -> Normalizer.normalize(c, Normalizer.Form.NFD).codePoints())
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        // Java lowers a sigma at the end of a word to another letter.
        .forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }

  private void addPieces(String word, Ids ids) {
    if (word.isEmpty()) {
      return;
    }
    List<Integer> pieces = new ArrayList<>();
    int begin = 0;
    while (begin < word.length() && word.codePointCount(0, word.length()) <= MAX_WORD) {
      String prefix = begin == 0 ? "" : "##";
      int stop = word.length();
      Integer id = null;
      while (stop > begin && (id = vocabulary.get(prefix + word.substring(begin, stop))) == null) {
        stop--;
      }
      if (id == null) {
        break;
      }
      pieces.add(id);
      begin = stop;
    }
    if (begin < word.length()) {
      ids.add(unknown);
    } else {
      pieces.forEach(ids::add);
    }
  }

  private static boolean isControl(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    return c == 0xFFFD
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              true;
          default -> false;
        };
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  private static boolean isPunctuation(int c) {
    if (c < 128) {
      return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** A growing array of ids up to a limit. */
  private static final class Ids {
    private final int limit;
    private int[] ids = new int[64];
    private int size;

    Ids(int limit) {
      this.limit = limit;
    }

    boolean full() {
      return size >= limit;
    }

    void add(int id) {
      if (full()) {
        return;
      }
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }

    int[] toArray() {
      return Arrays.copyOf(ids, size);
    }
  }
}
