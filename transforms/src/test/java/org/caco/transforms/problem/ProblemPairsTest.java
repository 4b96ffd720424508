package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Problems of every kind with inputs that they do and do not state, from {@code pairs.jsonl}. */
class ProblemPairsTest {
  private static List<ProblemCases.Case> cases() throws IOException {
    try (InputStream in = ProblemPairsTest.class.getResourceAsStream("pairs.jsonl")) {
      return ProblemCases.of(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  static Stream<ProblemCases.Case> good() throws IOException {
    return cases().stream().filter(ProblemCases.Case::good);
  }

  static Stream<ProblemCases.Case> bad() throws IOException {
    return cases().stream().filter(each -> !each.good());
  }

  @ParameterizedTest
  @MethodSource("good")
  void acceptsAProblemThatStatesItsInput(ProblemCases.Case good) {
    assertThat(ProblemCases.rejection(good.sample())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void rejectsAProblemThatDoesNot(ProblemCases.Case bad) {
    assertThat(ProblemCases.rejection(bad.sample()))
        .map(RejectedException::reason)
        .hasValue(bad.reason());
  }
}
