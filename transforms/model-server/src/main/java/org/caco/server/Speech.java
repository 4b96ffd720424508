package org.caco.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caco.hash.ContentHash;
import org.caco.server.embedded.Role;
import org.jspecify.annotations.Nullable;

/**
 * How a server writes down its replies: in one of its {@link Dialect}s and wrappings for each
 * request, drawn by a hash of the request, so that two runs hear the same. All names that {@code
 * --dialect} takes stand here or in {@code dialects.jsonl}.
 */
public final class Speech {
  /** Replies as they are. */
  public static final Speech PLAIN = new Speech(List.of());

  private static final String THOUGHT =
      "Okay, let me see what is asked. The first way leads nowhere: 6 times 7 is not it. I go through"
          + " it once more.";

  /** What models are known to speak. */
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("qwen3", "tag-think"),
          Map.entry("qwen3-thinking", "think-open-missing"),
          Map.entry("deepseek", "field-reasoning_content"),
          Map.entry("vllm", "field-reasoning"),
          Map.entry("openrouter", "field-details"),
          Map.entry("ollama", "field-thinking"),
          Map.entry("gpt-oss", "harmony"),
          Map.entry("mistral", "parts-mistral"),
          Map.entry("magistral", "brackets"),
          Map.entry("seed-oss", "tag-seed:think"),
          Map.entry("gemini", "parts-gemini"),
          Map.entry("gemma", "gemma-thought"),
          Map.entry("anthropic", "parts-thinking"));

  /** What models put around a reply, by the role that they do it for. */
  private enum Wrapping {
    LABEL(Role.PROBLEM, "**Problem:**\n\n", ""),
    HEADING(Role.PROBLEM, "# Problem\n\n", ""),
    PREAMBLE(Role.PROBLEM, "Sure! Here's a word problem that matches the program:\n\n", ""),
    NOTE(Role.PROBLEM, "", "\n\n(Note: the problem uses all the input values given.)"),
    FENCE(Role.PROBLEM, "```\n", "\n```"),
    SOLUTION_LABEL(Role.SOLVE, "**Solution:**\n\n", ""),
    CODE_PREAMBLE(Role.CODE, "Here is a new program:\n\n", "\n\nIt prints its output."),
    UNIFY_PREAMBLE(Role.UNIFY, "Here is the program:\n\n", "\n\nIt prints the answer."),
    JUDGE_PROSE(Role.JUDGE, "I have checked all four points. My verdict:\n\n", "\n\nThat is all."),
    JUDGE_FENCE(Role.JUDGE, "```json\n", "\n```");

    private final Role role;
    private final String before;
    private final String after;

    Wrapping(Role role, String before, String after) {
      this.role = role;
      this.before = before;
      this.after = after;
    }

    private String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** One of the ways to say something: one of the two is null. */
  private record Way(@Nullable Dialect dialect, @Nullable Wrapping wrapping) {}

  private final List<Way> ways;

  private Speech(List<Way> ways) {
    this.ways = List.copyOf(ways);
  }

  /**
   * Ways by their names, separated by commas: a dialect, a family of them (what stands before the
   * first hyphen), a model that is known to speak one, a wrapping, {@code truthful} for all
   * dialects in which the reply can be read, or {@code all}.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public static Speech of(String names) {
    List<Dialect> dialects = Dialect.all();
    List<Way> ways = new ArrayList<>();
    for (String part : names.split(",", -1)) {
      String name = part.strip();
      String real = MODELS.getOrDefault(name, name);
      List<Way> found = new ArrayList<>();
      for (Dialect dialect : dialects) {
        boolean meant =
            dialect.name().equals(real)
                || name.equals("all")
                || (name.equals("truthful") && dialect.reads().equals(Dialect.TEXT));
        if (meant) {
          found.add(new Way(dialect, null));
        }
      }
      for (Wrapping wrapping : Wrapping.values()) {
        if (wrapping.id().equals(name) || name.equals("wrapped")) {
          found.add(new Way(null, wrapping));
        }
      }
      if (found.isEmpty()) {
        dialects.stream()
            .filter(dialect -> dialect.name().startsWith(real + "-"))
            .forEach(dialect -> found.add(new Way(dialect, null)));
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "There is no dialect " + name + "; there is " + String.join(", ", names()));
      }
      ways.addAll(found);
    }
    return new Speech(ways);
  }

  /** Names that {@link #of} takes, without those of single dialects. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of("all", "truthful", "wrapped"));
    MODELS.keySet().stream().sorted().forEach(names::add);
    for (Wrapping wrapping : Wrapping.values()) {
      names.add(wrapping.id());
    }
    Dialect.all().stream()
        .map(dialect -> dialect.name().split("-", 2)[0])
        .distinct()
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    return names;
  }

  /**
   * The choice of a response.
   *
   * @param fingerprint of the request
   * @param text the reply
   * @param role that it was given in, if in one
   */
  Optional<ObjectNode> choice(String fingerprint, String text, Optional<Role> role) {
    if (ways.isEmpty()) {
      return Optional.empty();
    }
    long draw = ContentHash.number("speech", fingerprint) & Long.MAX_VALUE;
    Way way = ways.get((int) (draw % ways.size()));
    if (way.dialect() != null) {
      return Optional.of(way.dialect().choice(text, THOUGHT));
    }
    Wrapping wrapping = way.wrapping();
    if (wrapping == null || role.isEmpty() || role.get() != wrapping.role) {
      return Optional.empty();
    }
    ObjectNode choice = Json.MAPPER.createObjectNode();
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", wrapping.before + text + wrapping.after);
    return Optional.of(choice.put("finish_reason", "stop"));
  }
}
