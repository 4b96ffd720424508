package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModelTableTest {
  @Test
  void drawsRolesAndTheirEndpoints() throws IOException {
    String summary =
        """
        {"steps": [], "models": [
          {"role": "unify", "model": "m", "calls": 1200, "retries": 2, "cached": 3, "failed": 1,
           "input_tokens": 45678, "output_tokens": 9, "cost": 1234.5, "throttled_seconds": 2.51,
           "endpoints": [{"endpoint": "http://a"}]},
          {"role": "code", "model": "c", "calls": 2, "cached": 0, "endpoints": [
            {"endpoint": "http://b", "calls": 2, "input_tokens": 7, "cost": 0.00002},
            {"endpoint": "http://c"}]}]}
        """;

    assertThat(ModelTable.render(RunFile.JSON.readTree(summary)))
        .isEqualTo(
            """
role   calls  retries  cached  failed  tokens in  tokens out       cost  throttled  where
unify  1,200        2       3       1     45,678           9  1,234.500      2.5 s  m at http://a
code       2        0       0       0          0           0          -      0.0 s  c at 2 endpoints
           2        0               0          7           0   0.000020      0.0 s  http://b
           0        0               0          0           0          -      0.0 s  http://c
""");
  }

  @Test
  void saysWhatAnEndpointWasNotTold() throws IOException {
    String model =
        """
        {"role": "unify", "model": "m", "endpoints": [{"endpoint": "http://a",
         "without": {"seed": 7, "max_tokens as max_completion_tokens": 8}}]}
        """;

    assertThat(
            ModelTable.render(RunFile.JSON.readTree("{\"models\": [" + model + "," + model + "]}")))
        .endsWith(
            """
            http://a is not told seed, which it refuses.
            http://a is told max_completion_tokens for max_tokens, which it refuses.
            """);
  }

  @Test
  void saysHowManyRepliesWereAskedForOnceMore() throws IOException {
    String summary =
        """
        {"models": [{"role": "judge", "model": "m", "repairs": 1200, "repaired": 7}]}
        """;

    assertThat(ModelTable.render(RunFile.JSON.readTree(summary)))
        .endsWith(
            """
            judge: 1,200 replies that could not be read were asked for once more, and 7 could then.
            """);
  }

  @Test
  void isEmptyWithoutModels() {
    assertThat(ModelTable.render(RunFile.JSON.createObjectNode())).isEmpty();
  }
}
