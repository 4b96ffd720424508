package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user message asks for: its sections by their {@code # Heading} lines. Headings inside code
 * blocks are code.
 */
public final class Prompt {
  private static final Pattern HEADING =
      Pattern.compile(
          "# (Problem|Solution|Check|Program|Input|Output|Example program|Wanted)\\b.*");
  private static final Pattern BLOCK =
      Pattern.compile("```[a-zA-Z]*\\n(.*?)(?:\\n)?```", Pattern.DOTALL);

  private static final int MAX_SECTION = 6_000;

  private final Map<String, List<String>> sections = new HashMap<>();
  private final boolean empty;

  private Prompt(String text) {
    this.empty = text.isBlank();
    String heading = null;
    StringBuilder body = new StringBuilder();
    boolean block = false;
    for (String line : text.split("\n", -1)) {
      Matcher matcher = HEADING.matcher(line.stripTrailing());
      if (!block && matcher.matches()) {
        add(heading, body);
        heading = matcher.group(1);
        body.setLength(0);
      } else {
        block ^= line.startsWith("```");
        body.append(line).append('\n');
      }
    }
    add(heading, body);
  }

  private void add(@Nullable String heading, StringBuilder body) {
    if (heading != null) {
      sections.computeIfAbsent(heading, h -> new ArrayList<>()).add(body.toString().strip());
    }
  }

  /**
   * The prompt in the last user message that asks for something, as one that complains of a reply
   * does not; else that in the last one, or an empty one where there is none.
   */
  static Prompt of(List<ChatMessage> messages) {
    Prompt last = null;
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        Prompt prompt = new Prompt(messages.get(i).content());
        if (prompt.role().isPresent()) {
          return prompt;
        }
        last = last == null ? prompt : last;
      }
    }
    return last == null ? new Prompt("") : last;
  }

  Optional<Role> role() {
    boolean problem = sections.containsKey("Problem");
    boolean solution = sections.containsKey("Solution");
    boolean program = sections.containsKey("Program");
    if (empty || sections.containsKey("Example program")) {
      return Optional.of(Role.CODE);
    } else if (problem && solution && program) {
      return Optional.of(Role.JUDGE);
    } else if (problem && (solution || sections.containsKey("Wanted"))) {
      return Optional.of(Role.UNIFY);
    } else if (problem && !program) {
      return Optional.of(Role.SOLVE);
    } else if (program && !problem) {
      return Optional.of(Role.PROBLEM);
    }
    return Optional.empty();
  }

  /**
   * Refuses what nobody writes who wants an answer. What reads the sections looks for calculations
   * among all of their numbers, which takes the square of their length, or more.
   *
   * @throws CannotException if a section has more than 6,000 characters
   */
  void requireShort() {
    for (List<String> texts : sections.values()) {
      if (texts.stream().anyMatch(text -> text.length() > MAX_SECTION)) {
        throw new CannotException("a section is longer than " + MAX_SECTION + " characters");
      }
    }
  }

  /** The text of a section, or an empty text. */
  String section(String heading) {
    return sections.getOrDefault(heading, List.of("")).get(0);
  }

  /** The code of a section: what its code block holds, or all of it. */
  String code(String heading) {
    return code(sections.getOrDefault(heading, List.of("")).get(0), true);
  }

  List<String> examples() {
    return sections.getOrDefault("Example program", List.of()).stream()
        .map(section -> code(section, false))
        .filter(code -> !code.isEmpty())
        .toList();
  }

  private static String code(String section, boolean whole) {
    Matcher matcher = BLOCK.matcher(section);
    return matcher.find() ? matcher.group(1) : whole ? section : "";
  }
}
