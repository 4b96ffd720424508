package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunnelTableTest {
  private static final String SUMMARY =
      """
      {"steps": [
        {"name": "ReadSeeds", "in": 7476, "accepted": 7473,
         "rejected": {"invalid_json": 1, "missing_answer": 2}},
        {"name": "CheckConsistency", "in": 7473, "accepted": 1473,
         "rejected": {"answer_differs": 4100, "no_answer": 1200, "too_long": 600, "other": 100}},
        {"name": "JudgeConsistency", "in": 0, "accepted": 0, "rejected": {}}],
       "runner": "direct"}
      """;

  private static String render(String summary, int width) throws IOException {
    return FunnelTable.render(RunFile.JSON.readTree(summary), width);
  }

  @Test
  void drawsTheStepsWithTheirReasonsByNumber() throws IOException {
    assertThat(render(SUMMARY, 90))
        .isEqualTo(
            """
            step                 in  accepted  rejected    kept  why
            ReadSeeds         7,476     7,473         3  100.0%  missing_answer 2, invalid_json 1
            CheckConsistency  7,473     1,473     6,000   19.7%  answer_differs 4,100,
                                                                 no_answer 1,200, too_long 600,
                                                                 other 100
            JudgeConsistency      0         0         0       -
            """);
  }

  @Test
  void addsTheBenchmarksBelow() throws IOException {
    String summary =
        """
        {"steps": [], "benchmarks": {"test.jsonl": {"rows": 1319, "seeds": 4, "problems": 0}}}
        """;

    assertThat(render(summary, 90))
        .isEqualTo(
            """
            step  in  accepted  rejected  kept  why

            benchmark    rows  seeds  problems
            test.jsonl  1,319      4         0
            """);
  }

  @Test
  void addsTheTotalsBelow() throws IOException {
    String summary =
        """
        {"steps": [], "totals": {"rows with tests": 1290, "tests": 12873}}
        """;

    assertThat(render(summary, 90))
        .isEqualTo(
            """
            step  in  accepted  rejected  kept  why

            rows with tests 1,290, tests 12,873
            """);
  }

  @Test
  void countsTheReasonsThatFindNoRoom() throws IOException {
    String reasons =
        IntStream.range(0, 20)
            .mapToObj(i -> String.format("\"reason_%02d\": %d", i, 100 - i))
            .collect(Collectors.joining(","));
    String summary =
        "{\"steps\": [{\"name\": \"S\", \"in\": 1810, \"accepted\": 0, \"rejected\": {"
            + reasons
            + "}}]}";

    assertThat(render(summary, 80))
        .isEqualTo(
            """
            step     in  accepted  rejected  kept  why
            S     1,810         0     1,810  0.0%  reason_00 100, reason_01 99,
                                                   reason_02 98, reason_03 97, reason_04 96,
                                                   reason_05 95, reason_06 94, +13 more
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 90, 100})
  void keepsToTheWidth(int width) throws IOException {
    assertThat(render(SUMMARY, width).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
  }

  @Test
  void saysWhenAStepDoesNotAddUp() throws IOException {
    String summary =
        """
        {"steps": [{"name": "ApplyRules", "in": 10, "accepted": 6, "rejected": {"too_short": 3}}]}
        """;

    assertThat(render(summary, 80))
        .endsWith(
            "It does not add up: ApplyRules took 10 records, but passed on 6 and rejected 3.\n");
  }

  @Test
  void drawsOnlyTheHeadingForNoSteps() throws IOException {
    assertThat(render("{\"steps\": []}", 80))
        .isEqualTo("step  in  accepted  rejected  kept  why\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"steps\": 1}"})
  void refusesWhatIsNoSummary(String summary) {
    assertThatThrownBy(() -> render(summary, 80)).isInstanceOf(IllegalArgumentException.class);
  }
}
