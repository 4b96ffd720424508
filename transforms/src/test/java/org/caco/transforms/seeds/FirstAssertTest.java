package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstAssertTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "assert f(1) == 2 | 2",
        "assert(f(1)) == [1, (2, 3)] | [1, (2, 3)]",
        "assert f('a == b, c') == 'x == y' | 'x == y'",
        "assert f(\"it's\", '\\'') == \"a]\" | \"a]\"",
        "assert f(x == 1) == {'a': 1, 'b': [2]} | {'a': 1, 'b': [2]}",
        "assert f(r'\\(') == b'q' | b'q'",
        "assert f('''a'b''') == 1 | 1",
        "assert f(1) == -1, 'message == 2' | -1",
        "assert f(1) == 3 # == 4 | 3",
        "assert f(1) == 3; g() | 3",
        "assert f(1) == 1 << 3 | 1 << 3",
        "assert f(1) == 3 >= 2 | True",
        "assert f(1) | True",
        "assert not f(1) | True",
        "assert not f(1) == 2 | True",
        "assert f(1) == 2 and g(2) == 3 | True",
        "assert f(1) == g(2) == 3 | True",
        "assert f(1) != 3 | True",
        "assert f(1) is None | True",
        "assert math.isclose(f(1), 2.5, rel_tol=0.001) | True",
        "assert (f(1) == 2) | True",
        "assert notable(1) == inner | inner",
      })
  void readsWhatTheAssertExpects(String test, String expected) {
    assertThat(FirstAssert.expected(test)).isEqualTo(Optional.of(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "print(1)",
        "assert",
        "assert f(1 == 2",
        "assert f('1) == 2",
        "assertTrue(1)",
        "assert f(1)) == 2",
        "assert f(1) =="
      })
  void readsNothingWhereThereIsNoAssert(String test) {
    assertThat(FirstAssert.expected(test)).isEmpty();
  }

  @Test
  void findsTheAssertAfterOtherLines() {
    assertThat(FirstAssert.expected("root = Node(1)\nassert f(root) == 2\nassert f(0) == 3"))
        .contains("2");
  }
}
