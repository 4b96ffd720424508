package org.caco.transforms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.caco.python.PythonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariationTest {
  private static List<PythonValue> variants(String name, String value) {
    List<PythonValue> variants = new ArrayList<>(variants(name, value, false, Surroundings.NONE));
    variants.addAll(variants(name, value, true, Surroundings.NONE));
    return variants;
  }

  private static List<PythonValue> near(String value) {
    return variants("x", value, false, Surroundings.NONE);
  }

  private static List<PythonValue> wide(String value) {
    return variants("x", value, true, Surroundings.NONE);
  }

  private static List<PythonValue> variants(
      String name, String value, boolean wide, Surroundings around) {
    List<PythonValue> variants = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      variants.add(new Variation(new Random(seed), wide, false, around).of(name, read(value)));
    }
    return variants;
  }

  private static PythonValue read(String json) {
    return PythonValue.parse(json);
  }

  private static BigDecimal decimal(PythonValue value) {
    return new BigDecimal(value.asText().orElseThrow());
  }

  private static List<PythonValue> items(PythonValue value) {
    return ((PythonValue.Items) value).items();
  }

  private static String text(PythonValue value) {
    return ((PythonValue.Text) value).value();
  }

  private static Predicate<PythonValue> number(double low, double high) {
    return value -> decimal(value).doubleValue() >= low && decimal(value).doubleValue() <= high;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-7",
        "0.0",
        "0.5",
        "1e300",
        "true",
        "\"a\"",
        "\"2024-01-15\"",
        "[1]",
        "[[1,2],[3,4]]",
        "{\"$int\":\"123456789012345678901234567890\"}",
        "{\"$fraction\":\"1/2\"}",
        "{\"$decimal\":\"1.10\"}",
        "{\"$tuple\":[1,\"x\"]}",
        "{\"$dict\":[[1,2]]}",
        "{\"price\":3}"
      })
  void aVariantIsAnotherValue(String value) {
    assertThat(variants("x", value)).extracting(PythonValue::toJson).doesNotContain(value);
  }

  @ParameterizedTest
  @CsvSource({
    "count, 3, 1, 40",
    "count, -3, -40, -1",
    "count, 0, 1, 10",
    "percent_off, 95, 1, 100",
    "tax_rate, 12.5, 0.1, 100",
    "share, 0.25, 0.01, 0.99",
    "price, 2.75, 0.01, 30"
  })
  void numbersStaySensible(String name, String value, double low, double high) {
    assertThat(variants(name, value)).allMatch(number(low, high));
  }

  @Test
  void numbersKeepTheirType() {
    assertThat(variants("x", "3")).allMatch(PythonValue.Int.class::isInstance);
    assertThat(variants("x", "3.0")).allMatch(value -> value.toJson().endsWith(".0"));
    assertThat(variants("x", "0.25")).allMatch(value -> decimal(value).scale() <= 2);
  }

  @Test
  void listsNearByKeepTheirLengthAndOrder() {
    assertThat(near("[1,5,9,30]"))
        .allSatisfy(
            list -> {
              assertThat(items(list)).hasSize(4).extracting(VariationTest::decimal).isSorted();
            });
  }

  @Test
  void dictsNearByKeepTheirKeys() {
    assertThat(near("{\"a\":{\"b\":1},\"c\":\"d\"}"))
        .allMatch(dict -> dict.toJson().matches("\\{\"a\":\\{\"b\":\\d\\},\"c\":\".*\"\\}"));
  }

  @Test
  void whatIsMadeOfFewItemsStaysSoNearBy() {
    assertThat(near("[1,0,0,1,1]"))
        .allSatisfy(list -> assertThat(items(list)).isSubsetOf(read("0"), read("1")));
    assertThat(near("[1,0,0,1,1]")).contains(read("[0,1,1,0,1]"));
    assertThat(near("\"1010\"")).allMatch(text -> text(text).matches("[01]{4}"));
    assertThat(near("\"ATTAGGAC\"")).allMatch(text -> text(text).matches("[ATGC]{8}"));
    assertThat(near("\"1250\"")).anyMatch(text -> text(text).matches(".*[34678].*"));
  }

  @Test
  void listsAndTextsFarOffHaveOtherLengthsAndRepeatTheirItems() {
    assertThat(wide("[1,5,9,30]"))
        .extracting(PythonValue::toJson)
        .contains("[5,9,30]", "[1,5,9,30,9]", "[1,1,9,30]", "[30,5,9,1]");
    assertThat(wide("\"aB\""))
        .extracting(VariationTest::text)
        .contains("B", "aaB", "aa", "ab", "a B");
    assertThat(wide("{\"a\":1,\"b\":2}")).anyMatch(dict -> ((PythonValue.Dict) dict).size() == 1);
    assertThat(wide("[1]")).noneMatch(PythonValue::isEmpty);
  }

  @Test
  void numbersFarOffAreSometimesSmall() {
    assertThat(wide("70000")).anyMatch(number(1, 10));
    assertThat(wide("-70000")).anyMatch(number(-10, -1)).allMatch(number(-1e6, -1));
  }

  @Test
  void whatStandsElsewhereIsTakenOverFarOff() {
    Surroundings around =
        Surroundings.of(List.of(read("[712,0]"), read("\"word\""), read("0.123")));
    assertThat(variants("x", "3", true, around)).contains(read("712")).doesNotContain(read("0"));
    assertThat(variants("x", "\"seven\"", true, around)).contains(read("\"word\""));
    assertThat(variants("x", "2.5", true, around)).doesNotContain(read("0.123"));
    assertThat(variants("percent", "3", true, around)).doesNotContain(read("712"));
    assertThat(variants("x", "3", false, around)).doesNotContain(read("712"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "{}", "\"\"", "{\"$float\":\"nan\"}", "{\"$bytes\":\"YQ==\"}"})
  void whatCannotBeChangedStays(String value) {
    assertThat(variants("x", value)).extracting(PythonValue::toJson).containsOnly(value);
  }

  @Test
  void signsNearByStay() {
    assertThat(near("\"-\"")).containsOnly(read("\"-\""));
  }

  @Test
  void textsAreKeptOnRequest() {
    assertThat(
            new Variation(new Random(1), false, true, Surroundings.NONE)
                .of("x", read("[1,\"add\"]")))
        .matches(list -> items(list).get(1).equals(read("\"add\"")));
  }
}
