package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caco.transforms.records.Seed;

/** Rows for training by rewards, as DAPO's and verl's: a prompt, and what its answer has to be. */
final class Rewarded {
  private Rewarded() {}

  static boolean fits(Row row) {
    return row.nested("reward_model").isPresent()
        && (row.isText("prompt") || Chats.fits(row) || row.isText("problem"));
  }

  static Seed.Builder read(Row row) {
    JsonNode extra = row.nested("extra_info").orElse(row.get("extra_info"));
    String problem =
        text(extra.path("question"))
            .orElseGet(() -> Chats.fits(row) ? Chats.problem(row) : Worded.problem(row));
    JsonNode truth = row.nested("reward_model").orElseThrow().path("ground_truth");
    if (truth.isMissingNode() || truth.isNull()) {
      throw row.missingAnswer("reward_model", "it has no ground_truth");
    }
    Optional<JsonNode> pairs =
        truth.isTextual() ? JsonText.nested(truth.textValue()) : Optional.of(truth);
    if (pairs.isPresent() && pairs.get().has("inputs")) {
      return Contests.seed(row, "verl", problem, "", pairs.get());
    }
    String answer = Worded.unwrapped(Row.value("reward_model.ground_truth", truth).strip());
    if (answer.isEmpty()) {
      throw row.missingAnswer("reward_model", "its ground_truth is empty");
    }
    String solution = text(extra.path("answer")).filter(Worded::isProse).orElse("");
    return row.seed("verl", problem, solution).setAnswer(answer);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(Row.text("extra_info", value))
        : Optional.empty();
  }
}
