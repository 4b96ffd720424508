package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A shape in which a trainer reads rows, other than the tables of a run. */
public enum TrainerFormat {
  /** {@code instruction, input, output}; the input is empty. */
  ALPACA,
  /** {@code conversations} of {@code from} (human, gpt) and {@code value}. */
  SHAREGPT,
  /** Parquet with {@code data_source, prompt, ability, reward_model, extra_info}. */
  VERL,
  /** {@code prompt} and {@code completion} for SFT; {@code prompt, solution, answer} for GRPO. */
  TRL,
  /** What the resources server {@code math_with_judge} takes. */
  NEMO_GYM,
  /** {@code messages}, and the lines of a configuration that read them. */
  AXOLOTL;

  private static final String CHAT_TEMPLATE =
      """
      datasets:
        - path: train.jsonl
          ds_type: json
          type: chat_template
          field_messages: messages
          message_property_mappings:
            role: role
            content: content
          roles_to_train: [assistant]
      """;

  /** Its name in options, and of its folder. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of this name, if there is one. */
  public static Optional<TrainerFormat> named(String name) {
    return List.of(values()).stream().filter(format -> format.id().equals(name)).findFirst();
  }

  /** The folders of JSON Lines within its own that it has; "" for its own. */
  List<String> folders() {
    return this == TRL ? List.of("sft", "grpo") : this == VERL ? List.of() : List.of("");
  }

  /**
   * A row as JSON.
   *
   * @param folder one of {@link #folders}
   * @param chat the row of {@link Table#DEFAULT}
   * @param prompt the row of {@link Table#RL}
   */
  ObjectNode row(String folder, ObjectNode chat, ObjectNode prompt) {
    String problem = chat.path("instruction").asText();
    String solution = chat.path("output").asText();
    ObjectNode row = Json.object();
    switch (this) {
      case ALPACA -> row.put("instruction", problem).put("input", "").put("output", solution);
      case SHAREGPT ->
          row.putArray("conversations")
              .add(Json.object().put("from", "human").put("value", problem))
              .add(Json.object().put("from", "gpt").put("value", solution));
      case TRL -> {
        if (folder.equals("sft")) {
          row.putArray("prompt").add(chat.at("/messages/0"));
          row.putArray("completion").add(chat.at("/messages/1"));
        } else {
          for (String column : List.of("prompt", "solution", "answer", "id")) {
            row.set(column, prompt.path(column));
          }
        }
      }
      case NEMO_GYM -> {
        return nemoGym(chat.path("id").asText(), problem, chat.path("answer").asText());
      }
      case AXOLOTL -> row.set("messages", chat.path("messages"));
      case VERL -> throw new IllegalArgumentException("it has no JSON Lines");
      default -> throw new IllegalStateException(name());
    }
    return row;
  }

  /** The files that stand beside the rows: their texts by their names. */
  Map<String, String> beside(List<String> splits) {
    return switch (this) {
      case ALPACA, SHAREGPT -> Map.of("dataset_info.json", Json.indented(llamaFactory(splits)));
      case AXOLOTL -> Map.of("dataset.yaml", CHAT_TEMPLATE);
      default -> Map.of();
    };
  }

  private ObjectNode llamaFactory(List<String> splits) {
    ObjectNode info = Json.object();
    for (String split : splits) {
      String name = split.equals(Table.TRAIN) ? "caco_" + id() : "caco_" + id() + "_" + split;
      ObjectNode entry = info.putObject(name).put("file_name", split + ".jsonl");
      if (this == SHAREGPT) {
        entry.put("formatting", "sharegpt").putObject("columns").put("messages", "conversations");
      }
    }
    return info;
  }

  /** A problem as NeMo Gym's resources server {@code math_with_judge} takes it. */
  public static ObjectNode nemoGym(String id, String problem, String answer) {
    ObjectNode row = Json.object();
    row.putObject("responses_create_params")
        .putArray("input")
        .addObject()
        .put("role", "user")
        .put("content", Table.prompt(problem));
    row.put("question", problem).put("expected_answer", answer);
    row.putObject("agent_ref")
        .put("type", "responses_api_agents")
        .put("name", "math_with_judge_simple_agent");
    return row.put("id", id);
  }
}
