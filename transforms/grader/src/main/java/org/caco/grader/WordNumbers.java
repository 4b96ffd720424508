package org.caco.grader;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * Puts figures for the numbers that are spelled in words: twenty-one, a dozen, two thirds, two and
 * a half, an hour and a half, the fifth, negative five, 3 out of 5.
 */
final class WordNumbers {
  /** Of what a number may be spelled with, so many words are read. */
  private static final int MAX_WORDS = 16;

  private static final long MAX_VALUE = 1_000_000_000_000_000L;

  private static final Map<String, Integer> ORDINALS =
      Map.ofEntries(
          entry("first", 1),
          entry("second", 2),
          entry("third", 3),
          entry("fourth", 4),
          entry("fifth", 5),
          entry("sixth", 6),
          entry("seventh", 7),
          entry("eighth", 8),
          entry("ninth", 9),
          entry("tenth", 10),
          entry("eleventh", 11),
          entry("twelfth", 12),
          entry("thirteenth", 13),
          entry("fourteenth", 14),
          entry("fifteenth", 15),
          entry("sixteenth", 16),
          entry("seventeenth", 17),
          entry("eighteenth", 18),
          entry("nineteenth", 19),
          entry("twentieth", 20),
          entry("thirtieth", 30),
          entry("fortieth", 40),
          entry("fiftieth", 50),
          entry("sixtieth", 60),
          entry("seventieth", 70),
          entry("eightieth", 80),
          entry("ninetieth", 90),
          entry("hundredth", 100),
          entry("thousandth", 1000));

  /** Other names of a part; a second is a time. */
  private static final Map<String, Integer> PARTS =
      Map.of("half", 2, "halve", 2, "quarter", 4, "fourth", 4);

  private static final Set<String> MINUS = Set.of("negative", "minus");

  /** The words without one of which no number is spelled. */
  private static final Set<String> SPELLED = spelled();

  private final List<Token> tokens;
  private final List<Token> result = new ArrayList<>();
  private int at;

  private WordNumbers(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** {@code tokens} with figures. */
  static List<Token> inFigures(List<Token> tokens) {
    for (Token token : tokens) {
      if (token.kind() == Kind.WORD && SPELLED.contains(LowerCase.of(token.text()))) {
        return new WordNumbers(tokens).all();
      }
    }
    return tokens;
  }

  private static Set<String> spelled() {
    Set<String> words = new HashSet<>(MINUS);
    words.addAll(NumberWords.SMALL.keySet());
    for (String scale : NumberWords.SCALES.keySet()) {
      words.add(scale);
      words.add(scale + "s");
    }
    for (String part : ORDINALS.keySet()) {
      words.add(part);
      words.add(part + "s");
    }
    words.addAll(Set.of("half", "halves", "quarter", "quarters", "fourths", "an", "out"));
    // A mile, a week.
    words.addAll(UnitParser.names());
    return Set.copyOf(words);
  }

  private List<Token> all() {
    at = isWord(0, "the") && ordinal(1) != null ? 1 : 0;
    while (at < tokens.size()) {
      if (!readSign() && !readNumber()) {
        result.add(tokens.get(at));
        at++;
      }
    }
    return outOf(result);
  }

  private boolean isWord(int index, String word) {
    return index < tokens.size() && tokens.get(index).isWord(word);
  }

  private boolean isArticle(int index) {
    return index < tokens.size()
        && (tokens.get(index).is(Kind.NAME, "a") || tokens.get(index).isWord("an"));
  }

  private String lower(int index) {
    boolean word = index < tokens.size() && tokens.get(index).kind() == Kind.WORD;
    return word ? LowerCase.of(tokens.get(index).text()) : "";
  }

  private @Nullable Integer small(int index) {
    return NumberWords.SMALL.get(lower(index));
  }

  private @Nullable Long scale(int index) {
    return NumberWords.SCALES.get(singular(lower(index)));
  }

  private @Nullable Integer ordinal(int index) {
    return ORDINALS.get(lower(index));
  }

  private static String singular(String word) {
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  /** "negative five" and "minus 5". */
  private boolean readSign() {
    boolean minus = result.isEmpty() && MINUS.contains(lower(at));
    boolean number = at + 1 < tokens.size() && (tokens.get(at + 1).isNumber() || isNumber(at + 1));
    if (!minus || !number) {
      return false;
    }
    result.add(new Token(Kind.SYMBOL, "-", true));
    at++;
    return true;
  }

  private boolean isNumber(int index) {
    return small(index) != null || isArticle(index) || lower(index).equals("half");
  }

  private boolean readNumber() {
    Fraction whole = fraction(at);
    if (whole == null) {
      whole = cardinal(at);
    }
    if (whole == null) {
      whole = first(at);
    }
    if (whole == null) {
      return false;
    }
    Fraction more = isWord(whole.end, "and") ? fraction(whole.end + 1) : null;
    if (more != null && whole.below == 1) {
      add(whole.above * more.below + more.above, more.below);
      at = more.end;
      return true;
    }
    // An hour and a half.
    boolean measure = whole.below == 1 && UnitParser.isMeasure(lower(whole.end));
    Fraction later = measure && isWord(whole.end + 1, "and") ? fraction(whole.end + 2) : null;
    if (later != null && (later.end >= tokens.size() || !isWord(later.end, "of"))) {
      add(whole.above * later.below + later.above, later.below);
      result.add(tokens.get(whole.end));
      at = later.end;
      return true;
    }
    if (tokens.get(at).isNumber()) {
      return false; // figures are there already
    }
    add(whole.above, whole.below);
    at = whole.end;
    return true;
  }

  private void add(long above, long below) {
    result.add(new Token(Kind.NUMBER, below == 1 ? "" + above : above + "/" + below, true));
  }

  /** A number that ends before the token {@code end}. */
  private record Fraction(long above, long below, int end) {}

  /** Two thirds, one-half, a quarter, half; half a dozen, half an hour. */
  private @Nullable Fraction fraction(int start) {
    if (lower(start).equals("half")) {
      return half(start);
    }
    Integer word = small(start);
    if (word == null && !isArticle(start)) {
      return null;
    }
    int above = word == null ? 1 : word;
    int part = isHyphen(start + 1) ? start + 2 : start + 1;
    if (above % 10 == 0 && above > 10 && ordinal(part) != null) {
      return null; // twenty-fifth
    }
    Integer below = below(lower(part));
    boolean many = lower(part).endsWith("s");
    if (below == null || above <= 0 || many != above > 1) {
      return null;
    }
    return new Fraction(above, below, part + 1);
  }

  /** What a part of a whole divides by: a third, quarters, halves. */
  private static @Nullable Integer below(String name) {
    String one = name.equals("halves") ? "half" : singular(name);
    Integer below = PARTS.containsKey(one) ? PARTS.get(one) : ORDINALS.get(one);
    return below == null || below == 1 || one.equals("second") ? null : below;
  }

  private Fraction half(int start) {
    int next = isArticle(start + 1) ? start + 2 : start + 1;
    Long scale = scale(next);
    if (scale != null) {
      return new Fraction(scale / 2, 1, next + 1);
    }
    return new Fraction(1, 2, next < tokens.size() ? next : start + 1);
  }

  private boolean isHyphen(int index) {
    return index < tokens.size() && tokens.get(index).isSymbol("-");
  }

  /** Twenty-one, two hundred and five, a dozen; or figures, of which more may follow. */
  private @Nullable Fraction cardinal(int start) {
    Token token = tokens.get(start);
    if (token.isNumber()) {
      boolean plain = NumberReader.isDigits(token) && token.text().length() < 10;
      return plain ? new Fraction(Long.parseLong(token.text()), 1, start + 1) : null;
    }
    boolean article = isArticle(start);
    if (article && scale(start + 1) == null) {
      boolean unit = result.isEmpty() && UnitParser.isMeasure(lower(start + 1));
      return unit ? new Fraction(1, 1, start + 1) : null;
    }
    return article || small(start) != null ? spelled(start, article) : null;
  }

  /** As in one hundred and five. */
  private boolean isAndAfterScale(int index) {
    return isWord(index, "and") && scale(index - 1) != null;
  }

  private Fraction spelled(int start, boolean article) {
    long total = 0;
    long current = article ? 1 : 0;
    int next = article ? start + 1 : start;
    while (next < tokens.size() && next - start <= MAX_WORDS) {
      boolean hyphen = isHyphen(next);
      boolean and = isAndAfterScale(next);
      Integer word = small(hyphen || and ? next + 1 : next);
      Long scale = hyphen ? null : scale(next);
      if (word != null) {
        current += word;
        next += hyphen || and ? 2 : 1;
      } else if (scale != null) {
        boolean below = scale < 1_000;
        total += below ? 0 : current * scale;
        current = below ? current * scale : 0;
        next++;
      } else {
        break;
      }
      if (total + current > MAX_VALUE) {
        throw new SyntaxException("a number that is not as large");
      }
    }
    return withOrdinal(total + current, start, next);
  }

  /** Twenty-fifth: the last word of a number that ends in a ten. */
  private Fraction withOrdinal(long value, int start, int end) {
    boolean hyphen = isHyphen(end);
    Integer ordinal = ordinal(hyphen ? end + 1 : end);
    if (ordinal == null || ordinal > 9 || value % 10 != 0 || !result.isEmpty() || start != at) {
      return new Fraction(value, 1, end);
    }
    return new Fraction(value + ordinal, 1, end + (hyphen ? 2 : 1));
  }

  /** The fifth, where an answer begins with that. */
  private @Nullable Fraction first(int start) {
    Integer ordinal = result.isEmpty() ? ordinal(start) : null;
    return ordinal == null ? null : new Fraction(ordinal, 1, start + 1);
  }

  /** 3 out of 5 is three fifths. */
  private static List<Token> outOf(List<Token> tokens) {
    for (int i = 1; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord("out")
          && tokens.get(i + 1).isWord("of")
          && NumberReader.isDigits(tokens.get(i - 1))
          && NumberReader.isDigits(tokens.get(i + 2))) {
        List<Token> shorter = new ArrayList<>(tokens.subList(0, i));
        shorter.add(new Token(Kind.SYMBOL, "/", false));
        shorter.addAll(tokens.subList(i + 2, tokens.size()));
        return shorter;
      }
    }
    return tokens;
  }
}
