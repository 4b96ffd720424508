package org.caco.transforms.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.text.DegenerateTexts.assertQuick;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected ids were made by the Hugging Face tokenizers library from the same vocabulary. */
class WordPiecesTest {
  private static final WordPieces PIECES = load();

  private static WordPieces load() {
    try {
      return new WordPieces(
          new ObjectMapper()
              .readTree(WordPiecesTest.class.getResource("/all-minilm-l6-v2-q-tokenizer.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> known() {
    return Stream.of(
        Arguments.of("", new int[] {}),
        Arguments.of("Hello, World!", new int[] {7592, 1010, 2088, 999}),
        Arguments.of(
            "def sell_eggs(eggs_per_day, price=2.50):\n\treturn (eggs_per_day - 7) * price",
            new int[] {
              13366, 5271, 1035, 6763, 1006, 6763, 1035, 2566, 1035, 2154, 1010, 3976, 1027, 1016,
              1012, 2753, 1007, 1024, 2709, 1006, 6763, 1035, 2566, 1035, 2154, 1011, 1021, 1007,
              1008, 3976
            }),
        Arguments.of(
            "caf\u00e9 na\u00efve \u00c5ngstr\u00f6m", new int[] {7668, 15743, 17076, 15687}),
        Arguments.of(
            "\u03a3\u039f\u03a6\u039f\u03a3 \u0130stanbul",
            new int[] {1173, 29730, 29736, 29730, 29733, 9960}),
        Arguments.of("\u4f60\u597d world", new int[] {100, 100, 2088}),
        Arguments.of(
            "$\\frac{\\pi}{2}$ \u2014 \u201cquoted\u201d\u2019s \u20ac5",
            new int[] {
              1002, 1032, 25312, 2278, 1063, 1032, 14255, 1065, 1063, 1016, 1065, 1002, 1517, 1523,
              9339, 1524, 1521, 1055, 1574, 2629
            }),
        Arguments.of(
            "zero\u200bwidth\u0007bell\u00a0space",
            new int[] {5717, 9148, 11927, 2232, 17327, 2686}),
        Arguments.of(
            "unbelievablyqqq\ud83d\ude00 supercalifragilistic",
            new int[] {100, 3565, 9289, 10128, 29181, 24411, 4588}),
        Arguments.of("a".repeat(101), new int[] {100}));
  }

  @ParameterizedTest
  @MethodSource("known")
  void splitsAsTheReferenceDoes(String text, int[] ids) {
    assertThat(PIECES.of(text, 1_000)).isEqualTo(ids);
  }

  @Test
  void stopsAtTheLimit() {
    assertThat(PIECES.of("one two three", 2)).isEqualTo(PIECES.of("one two", 2));
  }

  @Property
  void acceptsAnyText(@ForAll String text) {
    assertThat(PIECES.of(text, 100)).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void anyTextIsQuick() {
    assertQuick("word pieces", text -> PIECES.of(text, Integer.MAX_VALUE));
  }
}
