package org.caco.transforms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<JsonNode> variants(String name, String value) {
    List<JsonNode> variants = new ArrayList<>(variants(name, value, false, Surroundings.NONE));
    variants.addAll(variants(name, value, true, Surroundings.NONE));
    return variants;
  }

  private static List<JsonNode> near(String value) {
    return variants("x", value, false, Surroundings.NONE);
  }

  private static List<JsonNode> wide(String value) {
    return variants("x", value, true, Surroundings.NONE);
  }

  private static List<JsonNode> variants(
      String name, String value, boolean wide, Surroundings around) {
    List<JsonNode> variants = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      variants.add(new Variation(new Random(seed), wide, false, around).of(name, read(value)));
    }
    return variants;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Predicate<JsonNode> number(double low, double high) {
    return node -> node.doubleValue() >= low && node.doubleValue() <= high;
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
    assertThat(variants("x", value)).extracting(JsonNode::toString).doesNotContain(value);
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
    assertThat(variants("x", "3")).allMatch(JsonNode::isIntegralNumber);
    assertThat(variants("x", "3.0")).allMatch(node -> node.toString().endsWith(".0"));
    assertThat(variants("x", "0.25")).allMatch(node -> node.decimalValue().scale() <= 2);
  }

  @Test
  void listsNearByKeepTheirLengthAndOrder() {
    assertThat(near("[1,5,9,30]"))
        .allSatisfy(
            list -> {
              List<Integer> items = new ArrayList<>();
              list.forEach(item -> items.add(item.intValue()));
              assertThat(items).hasSize(4).isSorted();
            });
  }

  @Test
  void dictsNearByKeepTheirKeys() {
    assertThat(near("{\"a\":{\"b\":1},\"c\":\"d\"}"))
        .allMatch(dict -> dict.size() == 2 && dict.at("/a/b").isNumber() && dict.has("c"));
  }

  @Test
  void whatIsMadeOfFewItemsStaysSoNearBy() {
    assertThat(near("[1,0,0,1,1]"))
        .allSatisfy(list -> assertThat(list).extracting(JsonNode::intValue).isSubsetOf(0, 1));
    assertThat(near("[1,0,0,1,1]")).contains(read("[0,1,1,0,1]"));
    assertThat(near("\"1010\"")).allMatch(text -> text.textValue().matches("[01]{4}"));
    assertThat(near("\"ATTAGGAC\"")).allMatch(text -> text.textValue().matches("[ATGC]{8}"));
    assertThat(near("\"1250\"")).anyMatch(text -> text.textValue().matches(".*[34678].*"));
  }

  @Test
  void listsAndTextsFarOffHaveOtherLengthsAndRepeatTheirItems() {
    assertThat(wide("[1,5,9,30]"))
        .extracting(JsonNode::toString)
        .contains("[5,9,30]", "[1,5,9,30,9]", "[1,1,9,30]", "[30,5,9,1]");
    assertThat(wide("\"aB\""))
        .extracting(JsonNode::textValue)
        .contains("B", "aaB", "aa", "ab", "a B");
    assertThat(wide("{\"a\":1,\"b\":2}")).anyMatch(dict -> dict.size() == 1);
    assertThat(wide("[1]")).noneMatch(JsonNode::isEmpty);
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
    assertThat(variants("x", value)).extracting(JsonNode::toString).containsOnly(value);
  }

  @Test
  void signsNearByStay() {
    assertThat(near("\"-\"")).containsOnly(read("\"-\""));
  }

  @Test
  void textsAreKeptOnRequest() {
    assertThat(
            new Variation(new Random(1), false, true, Surroundings.NONE)
                .of("x", read("[1,\"add\"]"))
                .get(1))
        .isEqualTo(read("\"add\""));
  }
}
