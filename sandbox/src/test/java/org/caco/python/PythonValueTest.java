package org.caco.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonValueTest {
  private static final int MAX_DEPTH = 3;
  private static final int MAX_ITEMS = 3;

  @Provide
  Arbitrary<PythonValue> values() {
    return values(MAX_DEPTH);
  }

  private static Arbitrary<PythonValue> values(int depth) {
    return depth == 0
        ? scalars()
        : Arbitraries.oneOf(scalars(), items(values(depth - 1)), dict(values(depth - 1)));
  }

  private static Arbitrary<PythonValue> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.of(new PythonValue.None(), new PythonValue.Bool(true)),
        Arbitraries.bigIntegers().map(PythonValue.Int::new),
        Arbitraries.bigIntegers()
            .map(value -> new PythonValue.Int(value.multiply(BigInteger.TWO.pow(60)))),
        floats(),
        Combinators.combine(floats(), floats()).as(PythonValue.Complex::new),
        Combinators.combine(
                Arbitraries.bigIntegers(), Arbitraries.bigIntegers().greaterOrEqual(BigInteger.ONE))
            .as(PythonValue.Fraction::of),
        Arbitraries.of("1.10", "0E-9", "-0", "1E+999999", "NaN", "-Infinity")
            .map(PythonValue.Decimal::new),
        texts().map(PythonValue.Text::new),
        texts()
            .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
            .map(PythonValue.Bytes::new),
        Combinators.combine(texts(), texts()).as(PythonValue.Opaque::new));
  }

  private static Arbitrary<PythonValue.Floating> floats() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().map(PythonValue.Floating::of),
        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0)
            .map(PythonValue.Floating::of));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(8);
  }

  private static Arbitrary<PythonValue> items(Arbitrary<PythonValue> values) {
    return Combinators.combine(
            Arbitraries.of(PythonValue.Items.Kind.values()), values.list().ofMaxSize(MAX_ITEMS))
        .as(PythonValue.Items::new);
  }

  private static Arbitrary<PythonValue> dict(Arbitrary<PythonValue> values) {
    return Combinators.combine(values, values)
        .as(PythonValue.Entry::new)
        .list()
        .ofMaxSize(MAX_ITEMS)
        .map(PythonValueTest::withDifferentKeys);
  }

  private static PythonValue withDifferentKeys(List<PythonValue.Entry> entries) {
    Map<PythonValue, PythonValue.Entry> different = new LinkedHashMap<>();
    entries.forEach(entry -> different.put(entry.key(), entry));
    return new PythonValue.Dict(List.copyOf(different.values()));
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadAsTheSameValue(@ForAll("values") PythonValue value) {
    assertThat(PythonValue.parse(value.toJson())).isEqualTo(value);
  }

  @Property
  void aFloatIsTheNumberThatItsTextSays(@ForAll double value) {
    assertThat(Double.parseDouble(PythonValue.Floating.of(value).text())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "-0.0, -0.0",
    "1e16, 1e+16",
    "123456789012345, 123456789012345.0",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.5e-7, 1.5e-07",
    "1e300, 1e+300",
    "-2.5e22, -2.5e+22"
  })
  void aFloatIsWrittenAsPythonWritesIt(double value, String text) {
    assertThat(PythonValue.Floating.of(value).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[true,false,1,-9007199254740992,1.0,1e+22,\"a\\\"\\\\\\n\\u00e9\\ud83d\\ude00\\ud800\"]",
        "{\"$int\":\"9007199254740993\"}",
        "[{\"$float\":\"nan\"},{\"$float\":\"inf\"},{\"$float\":\"-inf\"}]",
        "{\"$tuple\":[1,{\"$set\":[2,{\"$tuple\":[]}]}]}",
        "{\"a\":{\"\":{}},\"b\":[]}",
        "{\"$dict\":[[\"a\",1],[\"$b\",2],[{\"$tuple\":[1]},{}]]}",
        "{\"$bytes\":\"AP8=\"}",
        "{\"$complex\":[1.0,{\"$float\":\"-inf\"}]}",
        "{\"$fraction\":\"-3/4\"}",
        "{\"$decimal\":\"1.10\"}",
        "{\"$object\":\"datetime.date\",\"text\":\"2024-02-29\"}"
      })
  void theEncodingOfAValueIsWrittenBackAsItWas(String json) {
    assertThat(PythonValue.parse(json).toJson()).isEqualTo(json);
  }

  static Stream<String> hostile() {
    return Stream.of(
        "",
        " ",
        "[1",
        "[1] [2]",
        "{\"a\":1,\"a\":2}",
        "{\"$dict\":[[\"a\",1],[\"a\",2]]}",
        "{\"$dict\":[[1,1,1]]}",
        "{\"$dict\":[{\"$tuple\":[1,2]}]}",
        "{\"a\":1,\"$b\":2}",
        "{\"$int\":\"1\",\"b\":2}",
        "{\"$unknown\":1}",
        "{\"$int\":7}",
        "{\"$int\":\"1e9\"}",
        "{\"$int\":\"" + "1".repeat(10_001) + "\"}",
        "9007199254740993",
        "1".repeat(1_000_000),
        "1e400",
        "1e999999999",
        "NaN",
        "{\"$float\":\"1.0\"}",
        "{\"$fraction\":\"1/0\"}",
        "{\"$fraction\":\"2/4\"}",
        "{\"$decimal\":\"1e99999999999999999999\"}",
        "{\"$bytes\":\"AP8\"}",
        "{\"$complex\":[1.0]}",
        "{\"$complex\":[1,2]}",
        "{\"$object\":\"x.Y\"}",
        "{\"$object\":\"x.Y\",\"text\":1}",
        "[".repeat(100_000),
        "[".repeat(2_000) + "]".repeat(2_000),
        "[" + "0,".repeat(600_000) + "0]");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatIsNoEncodingIsRefusedInOneShortSentence(String json) {
    assertThatThrownBy(() -> PythonValue.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(200));
  }

  /** A child that writes its values otherwise than its encoder did is not believed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2]",
        "\"\\u0061\"",
        "\"\u00e9\"",
        "{\"$int\":\"1\"}",
        "{\"$int\":\"007\"}",
        "{\"$dict\":[[\"a\",1]]}",
        "-0"
      })
  void aValueThatIsWrittenOtherwiseIsNotWrittenBackAsItWas(String json) {
    assertThat(PythonValue.parse(json).toJson()).isNotEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | None",
        "true | True",
        "{\"$int\":\"9007199254740993\"} | 9007199254740993",
        "1e+22 | 1e+22",
        "{\"$fraction\":\"3/1\"} | 3",
        "{\"$fraction\":\"3/4\"} | 3/4",
        "\"a\" | a",
        "{\"$object\":\"x.Y\",\"text\":\"y\"} | y"
      })
  void theTextIsWhatStrGives(String json, String text) {
    assertThat(PythonValue.parse(json).asText()).contains(text);
  }

  @Test
  void anotherTypeIsAnotherValue() {
    assertThat(PythonValue.parse("[1,2]"))
        .isNotEqualTo(PythonValue.parse("[1.0,2]"))
        .isNotEqualTo(PythonValue.parse("{\"$tuple\":[1,2]}"))
        .isEqualTo(PythonValue.parse(" [ 1 , 2 ] "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\" \"",
        "[]",
        "{}",
        "{\"$tuple\":[]}",
        "{\"$set\":[]}",
        "{\"$dict\":[]}",
        "{\"$bytes\":\"\"}"
      })
  void whatHoldsNothingIsEmpty(String json) {
    assertThat(PythonValue.parse(json).isEmpty()).isTrue();
  }

  @Test
  void aDictWithAnObjectSomewhereInItCannotBeGivenToAProgram() {
    String object = "{\"$object\":\"x.Y\",\"text\":\"y\"}";
    assertThat(PythonValue.parse("{\"a\":[{\"$dict\":[[1," + object + "]]}]}").canBeGiven())
        .isFalse();
    assertThat(PythonValue.parse("{\"a\":[\"$object\"]}").canBeGiven()).isTrue();
  }

  @Test
  void aFloatKeepsItsDigits() {
    assertThat(((PythonValue.Floating) PythonValue.parse("0.30000000000000004")).decimal())
        .isEqualTo(new BigDecimal("0.30000000000000004"));
  }

  /** How values are written in JSON is known in this package and nowhere else. */
  @Test
  void noOtherSourceKnowsATag() throws IOException {
    Path root = root();
    String tag = "\\\"\\$(int|float|dict|tuple|set|bytes|complex|fraction|decimal|object)\\b";
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> knowing =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("src/main/java"))
              .filter(file -> !file.toString().contains("org/caco/python/"))
              .filter(file -> read(file).lines().anyMatch(line -> line.matches(".*" + tag + ".*")))
              .map(root::relativize)
              .toList();
      assertThat(knowing).isEmpty();
    }
  }

  private static Path root() {
    return Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
