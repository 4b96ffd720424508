package org.caco.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*",
        "a+",
        "a*+",
        "a++",
        "a{2,}",
        "(?:a{1,9}b){1,9}",
        "[a]*",
        "[^]a]+",
        "[]]*",
        "\\*+"
      })
  void aRepetitionWithoutABoundIsRefused(String regex) {
    assertThatThrownBy(() -> BoundedPattern.of(regex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a bound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a?",
        "a{2}",
        "a{1,9}",
        "a{1,9}+",
        "a?+",
        "a{0,9}?",
        "[*+]",
        "\\*\\+",
        "(?:,\\d{3}){1,9}",
        "(?:a{1,9})?",
        "(?<!a)b(?!c)",
        "\\{a",
        "[]*]"
      })
  void anyOtherIsCompiled(String regex) {
    assertThat(BoundedPattern.of(regex).pattern()).isEqualTo(regex);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a cat.", "cat", "(cat)", "the é cat"})
  void aBoundaryIsWhereAWordEnds(String text) {
    assertThat(BoundedPattern.of("\\bcat\\b").matcher(text).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cats", "_cat", "cat1", "concatenate"})
  void andNowhereElse(String text) {
    assertThat(BoundedPattern.of("\\bcat\\b").matcher(text).find()).isFalse();
  }
}
