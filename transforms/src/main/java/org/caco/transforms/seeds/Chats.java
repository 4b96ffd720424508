package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Seed;

/** Rows that hold a chat: the last question of the user is the problem. */
final class Chats {
  /** Where chats are looked for. */
  private static final List<String> COLUMNS =
      List.of(
          "messages",
          "conversations",
          "conversation",
          "chat",
          "dialogue",
          "dialog",
          "turns",
          "items",
          "prompt",
          "source_prompt");

  private static final List<String> ROLE = List.of("role", "from", "speaker");
  private static final List<String> CONTENT = List.of("content", "value", "text");
  private static final List<String> REPLIES = List.of("completion", "chosen", "response");
  private static final List<String> ANSWERS =
      List.of("ground_truth", "answer", "expected_answer", "final_answer");
  static final Set<String> USER = Set.of("user", "human");
  static final Set<String> ASSISTANT = Set.of("assistant", "gpt", "model", "chatgpt", "bot");
  private static final List<String> THOUGHT = List.of("</think>", "<|end_of_thought|>");
  private static final List<String> THINKS = List.of("<think>", "<|begin_of_thought|>");

  private Chats() {}

  /** Whether a row holds a chat. */
  static boolean fits(Row row) {
    return row.among(COLUMNS).stream().anyMatch(column -> isChat(row, column));
  }

  /** The last thing that the user says, without the instructions around it. */
  static String problem(Row row) {
    String column = column(row);
    String problem =
        lastOf(row.nested(column), USER)
            .orElseThrow(() -> row.missingField(column, "no message of the user is in it"));
    return FixedInstructions.without(problem);
  }

  static Seed.Builder read(Row row) {
    String problem = problem(row);
    String column = column(row);
    String solution =
        lastOf(row.nested(column), ASSISTANT)
            .or(
                () ->
                    REPLIES.stream()
                        .flatMap(reply -> lastOf(row.nested(reply), ASSISTANT).stream())
                        .findFirst())
            .or(() -> row.firstFilled(REPLIES).filter(row::isText).map(row::text))
            .map(Chats::withoutThought)
            .map(String::strip)
            .orElse("");
    Optional<String> answer = row.firstFilled(ANSWERS);
    Seed.Builder seed =
        answer.isPresent()
            ? Worded.answered(row, problem, solution, answer.get())
            : Worded.ofSolution(row, problem, solution, column, true);
    return seed.setFormat("chat");
  }

  /** Whether a column holds messages. */
  static boolean isChat(Row row, String column) {
    Optional<JsonNode> chat = row.nested(column);
    return chat.isPresent()
        && chat.get().isArray()
        && !chat.get().isEmpty()
        && !role(chat.get().get(0)).isEmpty();
  }

  private static String column(Row row) {
    return COLUMNS.stream().filter(name -> isChat(row, name)).findFirst().orElse("messages");
  }

  /** What one side says last. */
  static Optional<String> lastOf(Optional<JsonNode> chat, Set<String> roles) {
    Optional<String> last = Optional.empty();
    if (chat.isPresent() && chat.get().isArray()) {
      for (JsonNode message : chat.get()) {
        String content = content(message);
        if (roles.contains(role(message)) && !content.isBlank()) {
          last = Optional.of(content);
        }
      }
    }
    return last;
  }

  private static JsonNode first(JsonNode message, List<String> fields) {
    for (String field : fields) {
      if (message.has(field)) {
        return message.get(field);
      }
    }
    return MissingNode.getInstance();
  }

  private static String role(JsonNode message) {
    JsonNode role = first(message, ROLE);
    return role.isTextual() ? LowerCase.of(role.textValue()) : "";
  }

  /** A text, or the texts of its parts. */
  private static String content(JsonNode message) {
    JsonNode content = first(message, CONTENT);
    if (!content.isArray()) {
      return content.isTextual() ? Row.text("content", content) : "";
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      JsonNode partText = part.isTextual() ? part : part.path("text");
      if (partText.isTextual()) {
        text.append(text.isEmpty() ? "" : "\n").append(Row.text("content", partText));
      }
    }
    return text.toString();
  }

  /** What a model says when it has thought; nothing where its thought breaks off. */
  static String withoutThought(String reply) {
    if (reply.indexOf('<') < 0) {
      return reply;
    }
    int end = 0;
    for (String mark : THOUGHT) {
      int at = reply.lastIndexOf(mark);
      end = Math.max(end, at < 0 ? 0 : at + mark.length());
    }
    if (end == 0) {
      String start = reply.stripLeading();
      return THINKS.stream().anyMatch(start::startsWith) ? "" : reply;
    }
    return reply.substring(end).strip();
  }
}
