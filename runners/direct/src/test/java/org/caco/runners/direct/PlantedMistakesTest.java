package org.caco.runners.direct;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.server.embedded.Mistake;
import org.caco.transforms.program.Reply;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded model's server says which replies it spoiled; none may get through. */
class PlantedMistakesTest {
  /** The reasons under which each kind of mistake may end. */
  private static final Map<Mistake, Set<String>> REASONS =
      Map.ofEntries(
          Map.entry(
              Mistake.WRONG_ANSWER, Set.of("wrong_answer", "fails_tests", "answer_disagrees")),
          Map.entry(Mistake.BROKEN_CODE, Set.of("syntax_error", "exception")),
          Map.entry(Mistake.ENDLESS_LOOP, Set.of("timeout")),
          Map.entry(Mistake.HOSTILE_CODE, Set.of("forbidden", "killed", "exception")),
          Map.entry(
              Mistake.GARBAGE,
              Set.of(
                  "no_program",
                  "answer_disagrees",
                  "no_final_answer",
                  "unparsable_verdict",
                  "declined")),
          Map.entry(Mistake.UNUSED_INPUT, Set.of("input_unread")),
          Map.entry(Mistake.TOO_SHORT, Set.of("too_few_lines")),
          Map.entry(Mistake.NO_OUTPUT, Set.of("exception", "no_output", "no_program")),
          Map.entry(Mistake.CHANGED_NUMBER, Set.of("problem_misses_number", "answer_disagrees")),
          Map.entry(Mistake.EMPTY, Set.of("empty_reply", "empty_response")),
          Map.entry(Mistake.NO_ANSWER, Set.of("no_final_answer")),
          Map.entry(
              Mistake.UNJUST_NO,
              Set.of(
                  "judged_unsolvable", "judged_incomplete", "judged_leaking", "judged_different")));

  /**
   * The reasons under which a spoiled problem or solution may end besides, where the reply to a
   * later call was spoiled too: a wrong answer to a changed problem may be the right one again.
   */
  private static final Set<String> REASONS_OF_TWO_MISTAKES =
      Set.of("no_final_answer", "declined", "judged_incomplete", "judged_different");

  @TempDir static Path folder;
  private static Collection<EmbeddedModel.Reply> planted;
  private static List<JsonNode> dataset;
  private static List<JsonNode> rejections;

  @BeforeAll
  static void run() throws IOException {
    // A server of its own: the shared one remembers what it planted in other tests too.
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      Ran ran =
          Ran.caco(
              "demo",
              "--output=" + folder,
              "--programs=400",
              // A reply that is mended does not end under a reason.
              "--repairReplies=0",
              "--endpoint=" + server.uri(),
              "--model=" + EmbeddedModel.NAME + ":0.3",
              "--timeout=1s");
      assertThat(ran.status()).as(ran.err()).isZero();
      planted = server.planted().values();
    }
    dataset = Rows.json(folder, "dataset");
    rejections = Rows.json(folder, "rejected");
  }

  @Test
  void everyKindWasPlanted() {
    assertThat(planted.stream().map(reply -> reply.mistake().orElseThrow()).collect(toSet()))
        .isEqualTo(EnumSet.allOf(Mistake.class));
  }

  @Test
  void noneReachesTheDataset() {
    Set<String> texts = new HashSet<>();
    for (JsonNode row : dataset) {
      for (String field : List.of("code", "instruction", "output")) {
        texts.add(row.get(field).asText().strip());
      }
    }
    assertThat(dataset).isNotEmpty();
    assertThat(planted.stream().map(PlantedMistakesTest::content))
        .doesNotContainAnyElementsOf(texts);
  }

  @Test
  void eachIsRejectedUnderAReasonThatNamesIt() {
    Map<String, Set<String>> reasons = reasonsByText();
    List<String> astray = new ArrayList<>();
    Set<Mistake> named = EnumSet.noneOf(Mistake.class);
    for (EmbeddedModel.Reply reply : planted) {
      Mistake mistake = reply.mistake().orElseThrow();
      Set<String> found = reasons.getOrDefault(content(reply), Set.of());
      if (found.stream().anyMatch(REASONS.get(mistake)::contains)) {
        named.add(mistake);
      } else if (!spoilable(mistake)
          || found.stream().noneMatch(REASONS_OF_TWO_MISTAKES::contains)) {
        astray.add(reply.role().orElseThrow() + " " + mistake + " " + found + ": " + reply.text());
      }
    }
    assertThat(astray).isEmpty();
    assertThat(named).isEqualTo(EnumSet.allOf(Mistake.class));
  }

  /** Whether the model is asked again about a record with this mistake. */
  private static boolean spoilable(Mistake mistake) {
    return mistake == Mistake.CHANGED_NUMBER || mistake == Mistake.WRONG_ANSWER;
  }

  /** What a step makes of a reply: its program where it holds one, else its text. */
  private static String content(EmbeddedModel.Reply reply) {
    try {
      return Reply.program(reply.text()).strip();
    } catch (RejectedException e) {
      return reply.text().strip();
    }
  }

  private static Map<String, Set<String>> reasonsByText() {
    return rejections.stream()
        .flatMap(
            rejection ->
                texts(rejection).map(text -> Map.entry(text, rejection.get("reason").asText())))
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
  }

  /** The texts by which a rejected record can be told: evidence, program, problem, solutions. */
  private static Stream<String> texts(JsonNode rejection) {
    JsonNode sample = rejection.path("record").path("sample");
    List<String> texts = new ArrayList<>();
    texts.add(rejection.get("evidence").asText());
    texts.add(sample.path("program").path("code").asText());
    texts.add(sample.path("problem").path("text").asText());
    sample.path("solutions").forEach(solution -> texts.add(solution.path("text").asText()));
    return texts.stream().map(String::strip);
  }
}
