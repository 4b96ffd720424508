package org.caco.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelTest {
  private static final List<String> FOOTER =
      List.of("Ctrl-C stops: what models have answered is kept.", "Ctrl-C stops");

  @ParameterizedTest
  @CsvSource({"60,15", "80,24", "200,50", "40,10", "20,5", "1,1"})
  void fitsTheWindow(int width, int height) {
    List<String> lines = lines(width, height, run(26, "Step"));

    assertThat(lines).hasSizeLessThan(Math.max(2, height));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(Math.max(2, width)));
  }

  @Test
  void showsTheStepsThatWorkFirst() {
    Map<String, Long> counters = run(26, "Step");
    counters.put("Step13.accepted", 50L);

    List<String> lines = lines(60, 15, counters);

    assertThat(lines).anyMatch(line -> line.startsWith("Step13") && line.contains("["));
    assertThat(lines).anyMatch(line -> line.startsWith("Step25"));
    assertThat(lines).anyMatch(line -> line.startsWith("(and "));
    assertThat(lines).noneMatch(line -> line.startsWith("Step3 "));
  }

  @Test
  void showsAllStepsAndTheirReasonsWhereThereIsRoom() {
    List<String> lines = lines(200, 50, run(26, "Step"));

    assertThat(lines.stream().filter(line -> line.startsWith("Step"))).hasSize(26);
    assertThat(lines).anyMatch(line -> line.contains("wrong_answer 7"));
  }

  @Test
  void printsNoControlCharacterOfAnyName() {
    List<String> lines = lines(200, 50, run(3, "\u001b[2J\u202e\u7b97"));

    assertThat(String.join("", lines)).matches("[ -~]*");
  }

  @Test
  void namesWhoThrottlesAndWhatTheRunWillCost() {
    Map<String, Long> counters = run(3, "Step");
    counters.put("Step0.accepted", 50L);
    counters.put("Step1.accepted", 10L);
    counters.put("Step2.accepted", 0L);
    counters.put("Step1.model.calls", 10L);
    counters.put("Step1.model.cost_micros", 500_000L);
    counters.put("Step1.model.throttled_millis", 12_300L);

    List<String> lines = lines(80, 24, counters);

    assertThat(lines)
        .anyMatch(line -> line.matches("throttled: 12\\.3 s waited, now by http://gpu1:8000/v1"));
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches("cost: 0\\.500 so far, about 5\\.000 at the end \\(4\\..* to 5.*"));
  }

  @Test
  void estimatesAStepByWhatTheOnesBeforeItPassOn() {
    Map<String, Long> counters = new HashMap<>();
    counters.put("Make.accepted", 40L);
    counters.put("Make.rejected", 10L);
    counters.put("Check.accepted", 20L);

    List<StepState> steps =
        Outlook.steps(List.of("Make", "Check"), Map.of("Make", 1000L), counters, Map.of());

    Estimate total = steps.get(1).total();
    assertThat(total.expected()).isEqualTo(800);
    // Of 40 in 50, Wilson's interval is 0.67 to 0.89.
    assertThat(total.low()).isBetween(650.0, 700.0);
    assertThat(total.high()).isBetween(880.0, 930.0);
    assertThat(steps.get(0).share()).isEqualTo(0.05);
  }

  @Test
  void knowsWhenAllIsDone() {
    Map<String, Long> counters =
        Map.of("ReadSeeds.accepted", 9L, "ReadSeeds.rejected", 1L, "Check.accepted", 9L);

    List<StepState> steps =
        Outlook.steps(List.of("ReadSeeds", "Check"), Map.of(), counters, Map.of());

    assertThat(steps).allMatch(StepState::isOver);
  }

  /** A run whose first steps are over, and in which none has a total that is exact after them. */
  private static Map<String, Long> run(int steps, String name) {
    Map<String, Long> counters = new HashMap<>();
    for (int i = 0; i < steps; i++) {
      counters.put(name + i + ".accepted", i < 12 ? 1_234_567_890L : 100L - i);
      counters.put(name + i + ".rejected.wrong_answer", 7L);
      counters.put(name + i + ".rejected." + name, 1L);
      counters.put(name + i + ".model.calls", 1_234_567L);
    }
    return counters;
  }

  private static List<String> lines(int width, int height, Map<String, Long> counters) {
    List<String> names = new ArrayList<>();
    counters.keySet().stream()
        .filter(name -> name.endsWith(".accepted"))
        .map(name -> name.substring(0, name.length() - ".accepted".length()))
        .sorted(Comparator.comparingInt(PanelTest::number))
        .forEach(names::add);
    List<StepState> steps =
        Outlook.steps(names, Map.of(names.get(0), 100L), counters, Map.of(names.get(1), 1234.5));
    CallState calls =
        CallState.of(
            steps,
            List.of(names.get(1)),
            counters,
            12.3,
            new CallState.Now(64, List.of("http://gpu1:8000/v1"), List.of()));
    return Panel.lines(new Window(width, height), Duration.ofSeconds(151), steps, calls, FOOTER);
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D|.*\\D(?=\\d)", ""));
  }
}
