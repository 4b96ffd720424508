package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.caco.transforms.records.Location;
import org.caco.transforms.records.Origin;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  private static final String BIG_MATH =
      "'problem': 'Q?', 'answer': '7', 'source': 'orca_math', 'domain': ['Algebra', 'Numbers'],"
          + " 'id': 5, 'llama8b_solve_rate': 0.25";

  @Test
  void keepsWhatARowTells() {
    assertThat(origin(BIG_MATH, "/x/big.jsonl", 1))
        .isEqualTo(
            Origin.newBuilder()
                .setDataSet("orca_math")
                .setRow("5")
                .setLicense("mit")
                .setSolveRate(0.25)
                .setDomain("Algebra, Numbers")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "/data/gsm8k/train.jsonl, gsm8k, train",
    "/data/kod/data/train-00000-of-00009.parquet, kod, train",
    "/data/math_test.jsonl.gz, math_test, test",
    "/data/seeds.jsonl, seeds, ''",
    "gs://bucket/sets/aime/validation.csv, aime, validation"
  })
  void takesTheRestFromTheFilesName(String file, String dataSet, String split) {
    Origin origin = origin("'problem': 'Q?', 'answer': '7'", file, 1);

    assertThat(origin.getDataSet() + "/" + origin.getSplit()).isEqualTo(dataSet + "/" + split);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt_pass_percentage, 0.4, 0.4",
    "pass_rate_72b_tir, '\"0.40\"', 0.4",
    "pass_rate, '\"2/5\"', 0.4",
    "pass_rate, '\"n/a\"', none",
    "pass_rate, NaN, none",
    "pass_rate, 40, none"
  })
  void readsSolveRates(String column, String value, String expected) {
    Origin origin = origin("'problem': 'Q?', 'answer': '7', '" + column + "': " + value, "f", 1);

    assertThat(origin.hasSolveRate() ? "" + origin.getSolveRate() : "none").isEqualTo(expected);
  }

  @Test
  void rejectsARowThatIsTooEasyAndTakesOneThatDoesNotTell() {
    assertThat(origin("'problem': 'Q?', 'answer': '7'", "f", 0.2).hasSolveRate()).isFalse();
    assertThatThrownBy(() -> origin(BIG_MATH, "f", 0.2))
        .isInstanceOf(RejectedException.class)
        .hasMessage("too_easy: its solve rate is 0.25, above 0.2");
  }

  private static Origin origin(String row, String file, double maxSolveRate) {
    return new SeedParser(null, "mit", maxSolveRate)
        .parse("{" + row.replace('\'', '"') + "}", Location.newBuilder().setFile(file).build())
        .getOrigin();
  }
}
