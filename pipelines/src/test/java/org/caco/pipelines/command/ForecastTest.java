package org.caco.pipelines.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.PreviewOptions;
import org.junit.jupiter.api.Test;

class ForecastTest {
  /**
   * 10 of 200 seeds; of 20 programs 10 reach the problem, 8 the solution, 5 the judge, 4 the end.
   */
  private static final String SUMMARY =
      """
{"steps": [
  {"name": "ReadSeeds", "in": 200, "accepted": 200},
  {"name": "SelectSeeds", "in": 200, "accepted": 10},
  {"name": "UnifySeeds", "in": 10, "accepted": 10},
  {"name": "GeneratePrograms", "in": 20, "accepted": 20},
  {"name": "WriteProblem", "in": 10, "accepted": 8},
  {"name": "SolveProblem", "in": 8, "accepted": 8},
  {"name": "JudgeConsistency", "in": 5, "accepted": 4},
  {"name": "ExportDataset", "in": 4, "accepted": 4}],
 "models": [
  {"role": "unify", "step": "UnifySeeds", "calls": 4, "cached": 6, "input_tokens": 40, "cached_input_tokens": 60,
   "output_tokens": 4, "cached_output_tokens": 6, "latency": {"total_seconds": 8}},
  {"role": "code", "step": "GeneratePrograms", "calls": 20, "cached": 0, "input_tokens": 200, "output_tokens": 100,
   "latency": {"total_seconds": 20}},
  {"role": "problem", "step": "WriteProblem", "calls": 10, "input_tokens": 100, "output_tokens": 10},
  {"role": "solve", "step": "SolveProblem", "calls": 16, "input_tokens": 80, "output_tokens": 80},
  {"role": "judge", "step": "JudgeConsistency", "calls": 5, "input_tokens": 50, "output_tokens": 5}]}
""";

  @Test
  void multipliesWhatThePilotTook() throws JsonProcessingException {
    JsonNode forecast = forecast("--programs=1000", "--maxInFlight=10");

    assertThat(expected(forecast, "calls")).isEqualTo(200 + 1000 + 500 + 800 + 250);
    assertThat(expected(forecast, "input_tokens")).isEqualTo(2000 + 10000 + 5000 + 4000 + 2500);
    assertThat(expected(forecast, "output_tokens")).isEqualTo(200 + 5000 + 500 + 4000 + 250);
    assertThat(expected(forecast, "rows")).isEqualTo(200);
    assertThat(forecast.at("/calls_by_role/code/low").asDouble()).isEqualTo(1000);
    assertThat(expected(forecast, "hours")).isCloseTo((200 * 2 + 1000) / 10.0 / 3600, within(1e-9));
  }

  @Test
  void forecastsTheProgramsThatSoManyRowsTake() throws JsonProcessingException {
    JsonNode forecast = forecast("--rows=200");

    assertThat(expected(forecast, "rows")).isEqualTo(200);
    assertThat(expected(forecast, "calls")).isEqualTo(200 + 1000 + 500 + 800 + 250);
  }

  @Test
  void takesNoLessTimeThanTheRatesAllow() throws JsonProcessingException {
    JsonNode forecast = forecast("--programs=1000", "--requestsPerMinute=10");

    assertThat(expected(forecast, "hours")).isCloseTo(2750 / 10.0 / 60, within(1e-9));
  }

  @Test
  void knowsNoTimeWhereThePilotAskedNobody() throws JsonProcessingException {
    String cached = SUMMARY.replace("\"calls\": 20, \"cached\": 0", "\"calls\": 0, \"cached\": 20");

    assertThat(forecastOf(cached, "--programs=1000").has("hours")).isFalse();
  }

  @Test
  void countsTheCallsThatSolveSeeds() throws JsonProcessingException {
    String solved =
        SUMMARY
            .replace(
                "{\"name\": \"UnifySeeds\"",
                "{\"name\": \"SolveSeeds\", \"in\": 10, \"accepted\": 10}, {\"name\":"
                    + " \"UnifySeeds\"")
            .replace(
                "\"models\": [",
                "\"models\": [{\"role\": \"solve\", \"step\": \"SolveSeeds\", \"calls\": 8},");

    JsonNode forecast = forecastOf(solved, "--programs=1000", "--solveSeeds=2");
    assertThat(forecast.at("/calls_by_role/solve/expected").asDouble()).isEqualTo(160 + 800);
    assertThat(expected(forecast, "calls")).isEqualTo(200 + 1000 + 500 + 160 + 800 + 250);
    assertThat(expected(forecastOf(solved, "--programs=1000"), "calls"))
        .as("without the option no seed is solved")
        .isEqualTo(200 + 1000 + 500 + 800 + 250);
  }

  @Test
  void countsTheSeedsThatBecomeRows() throws JsonProcessingException {
    String included =
        SUMMARY
            .replace(
                "{\"name\": \"GeneratePrograms\"",
                "{\"name\": \"IncludeSeeds\", \"in\": 10, \"accepted\": 5},"
                    + " {\"name\": \"GeneratePrograms\"")
            .replace(
                "\"ExportDataset\", \"in\": 4, \"accepted\": 4",
                "\"ExportDataset\", \"in\": 9, \"accepted\": 9");

    // 9 of 20 programs and 5 seeds, where there will be 1000 and 100.
    assertThat(expected(forecastOf(included, "--programs=1000", "--includeSeeds"), "rows"))
        .isCloseTo(9 / 25.0 * 1100, within(1e-9));
  }

  @Test
  void hasWilsonsInterval() {
    Forecast.Range half = Forecast.Range.share(5, 10);

    assertThat(half.low()).isCloseTo(0.2366, within(1e-4));
    assertThat(half.high()).isCloseTo(0.7634, within(1e-4));
  }

  @Test
  void anIntervalHoldsItsShareAndIsOne() {
    for (int trials = 0; trials <= 60; trials++) {
      for (int hits = 0; hits <= trials; hits++) {
        Forecast.Range range = Forecast.Range.share(hits, trials);

        assertThat(range.low()).isBetween(0.0, range.expected());
        assertThat(range.high()).isBetween(range.expected(), 1.0);
      }
    }
  }

  private static JsonNode forecast(String... options) throws JsonProcessingException {
    return forecastOf(SUMMARY, options);
  }

  private static JsonNode forecastOf(String summary, String... options)
      throws JsonProcessingException {
    String[] args = new String[options.length + 2];
    System.arraycopy(options, 0, args, 2, options.length);
    args[0] = "--seeds=s.jsonl";
    args[1] = "--output=out";
    return Forecast.of(
            new ObjectMapper().readTree(summary),
            PipelineOptionsFactory.fromArgs(args).as(PreviewOptions.class))
        .json();
  }

  private static double expected(JsonNode forecast, String name) {
    return forecast.get(name).get("expected").asDouble();
  }
}
