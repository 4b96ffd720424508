package org.caco.transforms.decontaminate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plants problems of real benchmarks, as they are and with other people in them. */
class PlantedBenchmarksTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data")).toAbsolutePath().normalize();
  // Capitals in the middle of a sentence: people, and the few other names do no harm.
  private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )[A-Z][a-z]+\\b");
  private static final List<String> NAMES =
      List.of("Alice", "Bruno", "Chidi", "Dagmar", "Elif", "Farid", "Greta", "Hiro", "Ines");

  private static List<String> gsm8k;
  private static List<String> math;
  private static BenchmarkIndex index;

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(Files.isDirectory(DATA), () -> "there is no data in " + DATA);
    gsm8k = problems("gsm8k/test.jsonl", "question");
    math = problems("math/test500.jsonl", "problem");
    List<BenchmarkIndex.Entry> entries = new ArrayList<>();
    for (String problem : gsm8k) {
      entries.add(
          new BenchmarkIndex.Entry(new BenchmarkProblem("g", entries.size(), problem), null));
    }
    for (String problem : math) {
      entries.add(
          new BenchmarkIndex.Entry(new BenchmarkProblem("m", entries.size(), problem), null));
    }
    // Without embeddings, which find more still, but take too long for a test.
    index = new BenchmarkIndex(DecontaminateConfig.DEFAULT.withCosine(1), entries);
  }

  private static List<String> problems(String file, String field) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> problems = new ArrayList<>();
    for (String line : Files.readAllLines(DATA.resolve(file))) {
      problems.add(json.readTree(line).path(field).asText());
    }
    return problems;
  }

  private static long found(Stream<String> texts) {
    return texts.filter(text -> index.find(text, () -> null).isPresent()).count();
  }

  /** 150 problems of each benchmark. */
  private static Stream<String> planted(Random random) {
    return Stream.of(gsm8k, math)
        .flatMap(
            problems -> {
              List<String> shuffled = new ArrayList<>(problems);
              Collections.shuffle(shuffled, random);
              return shuffled.subList(0, 150).stream();
            });
  }

  /** With other people, spaces and punctuation. */
  private static String disguised(String problem, Random random) {
    Map<String, String> people = new HashMap<>();
    for (MatchResult name : NAME.matcher(problem).results().toList()) {
      people.computeIfAbsent(name.group(), n -> NAMES.get(random.nextInt(NAMES.size())));
    }
    String renamed =
        Pattern.compile("\\b[A-Z][a-z]+\\b")
            .matcher(problem)
            .replaceAll(m -> people.getOrDefault(m.group(), m.group()));
    return Pattern.compile("[ ,.]")
        .matcher(renamed)
        .replaceAll(
            m ->
                m.group().equals(" ")
                    ? " ".repeat(1 + random.nextInt(2))
                    : random.nextBoolean() ? ";" : m.group());
  }

  @Test
  void catchesEveryVerbatimProblem() {
    assertThat(found(planted(new Random(1)))).isEqualTo(300);
  }

  @Test
  void catchesProblemsWithOtherPeopleAndPunctuation() {
    Random random = new Random(2);

    assertThat(found(planted(random).map(problem -> disguised(problem, random))))
        .isGreaterThanOrEqualTo(297);
  }

  @Test
  void letsTrainingProblemsPass() throws IOException {
    List<String> training = problems("gsm8k/train.jsonl", "question");

    assertThat(found(training.stream())).isLessThanOrEqualTo(training.size() / 1_000);
  }
}
