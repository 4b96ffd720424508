package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.hash.ContentHash;
import org.caco.server.embedded.ChatMessage;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.similarity.TextEmbedder;
import org.junit.jupiter.api.Test;

/**
 * What stays of real programs whose constants are assigned inside a function, and whether copies of
 * unified ones go. {@code -Dcaco.stories.programs=1500} and {@code -Dcaco.stories.unified=200} set
 * the size; with {@code -Dcaco.stories.print=8} it shows every eighth of those that go, to be read.
 *
 * <p>What a person would call different is told by the questions, which the step never sees: two
 * programs are of one problem if they do the same, names and numbers aside, and their questions
 * share at least half of their words that are no names of people.
 */
class StoriesApartTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data")).toAbsolutePath().normalize();
  private static final int PROGRAMS = Integer.getInteger("caco.stories.programs", 200);
  private static final int UNIFIED = Integer.getInteger("caco.stories.unified", 20);
  private static final int PRINTED = Integer.getInteger("caco.stories.print", 0);
  private static final double THRESHOLD = NearDuplicateConfig.DEFAULT_THRESHOLD;
  private static final Pattern WORD = Pattern.compile("[a-z]{3,}");
  private static final Pattern NAME = Pattern.compile("(?<=[A-Za-z,'] )[A-Z][a-z]+('s)?");
  private static final Pattern BLOCK = Pattern.compile("```python\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+");
  private static final Pattern STEP = Pattern.compile("(?m)^ +(\\w+) = ");
  private static final Pattern HEADER =
      Pattern.compile("(?s)\\Ainput = \\{([^}]*)\\}(\\n+def \\w+\\()([^)]*)\\)");
  private static final Set<String> COMMON =
      Set.of(
          ("the and for how many much what did does are was were has have had his her their them"
                  + " they that this with from than more less can could will would you your our all"
                  + " each some about into out which who per not but she him its one two there when"
                  + " need needs total number")
              .split(" ", -1));

  private record Told(String code, String question, String does, Set<String> words) {}

  private static List<JsonNode> rows(String file) throws IOException {
    Path path = DATA.resolve(file);
    assumeTrue(Files.isRegularFile(path), () -> "there is no " + path + "; set -Dcaco.data=DIR");
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    rows.sort(Comparator.comparing(row -> ContentHash.of(row.toString())));
    return rows;
  }

  /** The program in a function without parameters. */
  private static Told told(JsonNode row) {
    String question = row.get("question").asText();
    String code =
        "def solve():\n"
            + row.get("generated").asText().indent(4)
            + "    return ans\n\noutput = solve()\nprint(output)\n";
    // What it does, by a rule of its own: every name and text alike, lists without their length.
    String does =
        row.get("generated")
            .asText()
            .replaceAll("'[^'\n]*'|\"[^\"\n]*\"", "T")
            .replaceAll("\\b\\d[\\d_.]*", "0")
            .replaceAll(
                "\\b(?!for |in |if |else|len|sum|max|min|range|sorted|set)[A-Za-z_]\\w*", "n")
            .replaceAll("([0nT])(, \\1)+", "$1");
    Set<String> words = new HashSet<>();
    for (MatchResult word :
        WORD.matcher(NAME.matcher(question).replaceAll("").toLowerCase(Locale.ROOT))
            .results()
            .toList()) {
      if (!COMMON.contains(word.group())) {
        words.add(word.group().replaceAll("(es|s|ed|ing)$", ""));
      }
    }
    return new Told(code, question, does, words);
  }

  private static boolean isOneProblem(Told one, Told other) {
    Set<String> shared = new HashSet<>(one.words());
    shared.retainAll(other.words());
    int all = one.words().size() + other.words().size() - shared.size();
    return one.does().equals(other.does()) && 2 * shared.size() >= all;
  }

  private record Kept(Told told, Embedding embedding) {}

  @Test
  void programsWithoutAnInputStayWhereAPersonWouldCallThemDifferent() throws IOException {
    List<Told> programs =
        rows("pot/tabmwp.jsonl").stream()
            .filter(row -> !row.get("executed").isNull())
            .limit(PROGRAMS)
            .map(StoriesApartTest::told)
            .sorted(Comparator.comparing(told -> ContentHash.of(ProgramText.of(told.code()))))
            .toList();
    List<Kept> kept = new ArrayList<>();
    int wrong = 0;
    int gone = 0;
    try (var lease = TextEmbedder.acquire()) {
      for (Told told : programs) {
        Embedding embedding = lease.get().embed(ProgramText.of(told.code()));
        Optional<Kept> nearest =
            kept.stream().max(Comparator.comparingInt(k -> k.embedding().product(embedding)));
        if (nearest.isEmpty() || nearest.get().embedding().cosine(embedding) < THRESHOLD) {
          kept.add(new Kept(told, embedding));
          continue;
        }
        gone++;
        boolean one = isOneProblem(told, nearest.get().told());
        wrong += one ? 0 : 1;
        if (PRINTED > 0 && gone % PRINTED == 0) {
          System.out.printf(
              "--- %s %.3f%n%s%n%s%n%s%n%s%n",
              one ? "one" : "TWO",
              nearest.get().embedding().cosine(embedding),
              told.question(),
              nearest.get().told().question(),
              ProgramText.of(told.code()),
              ProgramText.of(nearest.get().told().code()));
        }
      }
    }
    List<Told> different = new ArrayList<>();
    for (Told told : programs) {
      if (different.stream().noneMatch(other -> isOneProblem(told, other))) {
        different.add(told);
      }
    }
    long stay =
        different.stream()
            .filter(told -> kept.stream().anyMatch(k -> isOneProblem(told, k.told())))
            .count();
    System.out.printf(
        "%d programs: %d stay, %d go, of which %d differ from what stays; of %d different problems"
            + " %d stay%n",
        programs.size(), kept.size(), gone, wrong, different.size(), stay);
    assertThat(stay).isGreaterThanOrEqualTo(Math.round(0.8 * different.size()));
  }

  /** A program that the embedded model has made of a solution, empty where it cannot. */
  private static String unified(JsonNode row) {
    String prompt =
        "# Problem\n"
            + row.get("question").asText()
            + "\n\n# Solution\n"
            + row.get("answer").asText()
            + "\n";
    String reply =
        EmbeddedModel.named("embedded:0").reply(List.of(new ChatMessage("user", prompt)), 0).text();
    Matcher block = BLOCK.matcher(reply);
    return block.find() ? block.group(1) : "";
  }

  private static String withOtherNumbers(String program) {
    int end = program.indexOf('}');
    return NUMBER.matcher(program.substring(0, end)).replaceAll(n -> "1" + n.group())
        + program.substring(end);
  }

  private static String withOtherSteps(String program) {
    String renamed = program;
    Matcher step = STEP.matcher(program);
    for (int i = 1; step.find(); i++) {
      renamed = renamed.replaceAll("\\b" + step.group(1) + "\\b", "intermediate_" + i);
    }
    return renamed;
  }

  /** The inputs from the last to the first, where they are given and where they are taken. */
  private static String reordered(String program) {
    Matcher header = HEADER.matcher(program);
    if (!header.find()) {
      return program;
    }
    return "input = {"
        + reversed(header.group(1))
        + "}"
        + header.group(2)
        + reversed(header.group(3))
        + program.substring(header.end(3));
  }

  private static String reversed(String list) {
    List<String> items =
        new ArrayList<>(
            Arrays.stream(list.strip().split(",\\s*", -1)).filter(i -> !i.isEmpty()).toList());
    Collections.reverse(items);
    return String.join(", ", items);
  }

  @Test
  void copiesOfUnifiedProgramsGo() throws IOException {
    List<String> programs =
        rows("gsm8k/train.jsonl").stream()
            .map(StoriesApartTest::unified)
            .filter(HEADER.asPredicate())
            .limit(UNIFIED)
            .toList();
    Map<String, Integer> missed = new TreeMap<>();
    Map<String, Integer> unchanged = new TreeMap<>();
    try (var lease = TextEmbedder.acquire()) {
      for (String program : programs) {
        Embedding own = lease.get().embed(ProgramText.of(program));
        Map<String, String> copies =
            Map.of(
                "numbers", withOtherNumbers(program),
                "steps", withOtherSteps(program),
                "order", reordered(program));
        copies.forEach(
            (kind, copy) -> {
              unchanged.merge(kind, copy.equals(program) ? 1 : 0, Integer::sum);
              if (own.cosine(lease.get().embed(ProgramText.of(copy))) < THRESHOLD) {
                missed.merge(kind, 1, Integer::sum);
              }
            });
      }
    }
    System.out.printf(
        "%d planted copies; missed %s, not changed %s%n", 3 * programs.size(), missed, unchanged);
    assertThat(missed).isEmpty();
    // Of one input, or of one step only.
    assertThat(unchanged.values()).allMatch(count -> count <= programs.size() / 5);
  }
}
