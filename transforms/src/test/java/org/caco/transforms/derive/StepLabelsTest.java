package org.caco.transforms.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepLabelsTest {
  private static final List<Double> VALUES = List.of(6.0, 7.0, 42.0, 84.0, 10.0, 3.3333333333);

  private static StepLabels.Labelled labelled(String solution, boolean agrees) {
    return new StepLabels(VALUES).of(solution.replace("\\n", "\n"), agrees);
  }

  @Test
  void aStepEndsWhereSomethingIsWorkedOut() {
    StepLabels.Labelled steps =
        labelled(
            "First the boxes.\n6 * 7 = 42\n\nThen twice that:\n42 + 42 = 84\nSo it is 84.", true);

    assertThat(steps.steps())
        .containsExactly(
            "First the boxes.\n6 * 7 = 42", "Then twice that:\n42 + 42 = 84", "So it is 84.");
    assertThat(steps.labels()).containsExactly(true, true, true);
    assertThat(steps.complete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Right, as the program works it out too.
        "6 * 7 = 42\\nIt is 42.|true|true,true|true",
        "The total = $42\\nIt is 42.|true|true,true|true",
        "10 / 3 = 3.33\\nIt is 3.33.|true|true,true|true",
        "6 \\times 7 = 42\\nSo \\boxed{42}.|true|true,true|true",
        // Wrong, as it is no such number.
        "6 * 7 = 42\\n42 + 42 = 85\\nIt is 85.|false|true,false|false",
        "6 * 7 = 48\\nIt is 42.|true|false|false",
        // Wrong, as it is another answer.
        "6 * 7 = 42\\nIt is 43.|false|true,false|true",
        // Not sure: right by itself, but not worked out by the program.
        "6 * 7 = 42\\n2 + 3 = 5\\nIt is 42.|true|true|false",
        "Let it be = 13\\nIt is 42.|true||false",
        // Not sure: a part of something longer, a remainder left unsaid, a variable.
        "x + 6 * 7 = 44\\nIt is 42.|true||false",
        "17 / 5 = 3\\nIt is 42.|true||false",
        "(2 + 6) * 7 = 56\\nIt is 42.|true||false",
        "6 * 7 = 43 - 1\\nIt is 42.|true||false",
        "a 6 * 7 = 44x\\nIt is 42.|true||false",
        "2^6 * 7 = 448\\nIt is 42.|true||false"
      })
  void labelsOnlyWhatIsSure(String solution, boolean agrees, String labels, boolean complete) {
    StepLabels.Labelled steps = labelled(solution, agrees);

    assertThat(String.join(",", steps.labels().stream().map(String::valueOf).toList()))
        .isEqualTo(labels == null ? "" : labels);
    assertThat(steps.complete()).isEqualTo(complete);
  }

  @Test
  void readsAnyTextInLinearTime() {
    for (String part : List.of("1 * ", "= ", "1=", "$1,000 + ", "\n", "9", "1 + 1 = 2 ")) {
      labelled(part.repeat(20_000 / part.length()), false);
    }
  }
}
