package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that are planted by the calibrate command, and what a run says of its result. */
class CalibrateTest {
  @TempDir Path folder;

  @Test
  void plantsEveryKindAndLetsARunCarryTheRates() throws IOException {
    Path file = folder.resolve("calibration.json");

    Ran calibrated = Ran.caco("calibrate", "--maxSeeds=5", "--calibration=" + file);

    assertThat(calibrated.status()).as(calibrated.err()).isZero();
    JsonNode calibration = new ObjectMapper().readTree(file.toFile());
    assertThat(calibration.at("/right/items").asInt()).isPositive();
    assertThat(calibration.at("/right/lost").asInt()).isZero();
    assertThat(calibration.get("planted").fieldNames())
        .toIterable()
        .filteredOn(kind -> !kind.startsWith("twin_"))
        .containsExactlyInAnyOrder(
            "benchmark_copy",
            "dropped_condition",
            "ignored_input",
            "nondeterministic",
            "off_by_one",
            "other_solution",
            "swapped_numbers",
            "unit_slip",
            "wrong_answer");
    assertThat(calibration.get("planted").fieldNames())
        .toIterable()
        .filteredOn(kind -> kind.startsWith("twin_"))
        .hasSizeGreaterThanOrEqualTo(5)
        .contains("twin_sum_for_product", "twin_difference_for_sum");
    assertThat(calibration.get("planted"))
        .allSatisfy(
            kind -> {
              assertThat(kind.get("through").asInt()).isZero();
              assertThat(kind.get("high").asDouble()).isBetween(0.3, 1.0);
            });
    assertThat(calibrated.out()).contains("swapped_numbers", "lost to");

    Path output = folder.resolve("run");
    Path seeds =
        Files.writeString(
            folder.resolve("seeds.jsonl"),
            "{\"question\": \"What is 2 + 3?\", \"answer\": \"2+3=<<2+3=5>>5\\n#### 5\"}\n");
    Ran ran =
        Ran.caco(
            "synthesize",
            "--endpoint=embedded:",
            "--seeds=" + seeds,
            "--output=" + output,
            "--programs=1",
            "--calibration=" + file);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Rows.summary(output).get("calibration")).isEqualTo(calibration);
    assertThat(ran.out()).contains("The checks, as calibrated with");
  }

  @Test
  void aFileThatIsNoCalibrationIsTold() throws IOException {
    Path seeds = Files.writeString(folder.resolve("seeds.jsonl"), "{}\n");

    Ran ran =
        Ran.caco(
            "synthesize",
            "--endpoint=embedded:",
            "--seeds=" + seeds,
            "--output=" + folder.resolve("run"),
            "--calibration=" + seeds);

    assertThat(ran.err()).contains("--calibration=" + seeds);
    assertThat(ran.status()).isEqualTo(2);
  }
}
