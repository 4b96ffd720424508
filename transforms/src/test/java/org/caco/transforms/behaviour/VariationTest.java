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
    List<JsonNode> variants = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      for (boolean wide : List.of(false, true)) {
        variants.add(new Variation(new Random(seed), wide, false, List.of()).of(name, read(value)));
      }
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
  void listsKeepTheirLengthAndOrder() {
    assertThat(variants("x", "[1,5,9,30]"))
        .allSatisfy(
            list -> {
              List<Integer> items = new ArrayList<>();
              list.forEach(item -> items.add(item.intValue()));
              assertThat(items).hasSize(4).isSorted();
            });
  }

  @Test
  void dictsKeepTheirKeys() {
    assertThat(variants("x", "{\"a\":{\"b\":1},\"c\":\"d\"}"))
        .allMatch(dict -> dict.size() == 2 && dict.at("/a/b").isNumber() && dict.has("c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "\"\"",
        "\"-\"",
        "{\"$float\":\"nan\"}",
        "{\"$bytes\":\"YQ==\"}"
      })
  void whatCannotBeChangedStays(String value) {
    assertThat(variants("x", value)).extracting(JsonNode::toString).containsOnly(value);
  }

  @Test
  void textsAreKeptOnRequest() {
    assertThat(
            new Variation(new Random(1), false, true, List.of())
                .of("x", read("[1,\"add\"]"))
                .get(1))
        .isEqualTo(read("\"add\""));
  }
}
