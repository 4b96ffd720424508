package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.caco.transforms.lines.FileGlobs;

/**
 * A prompt with named holes.
 *
 * <p>A line {@code [system]}, {@code [user]} or {@code [assistant]} begins a message; a text
 * without such a line is one user message. {@code {{name}}} is a hole; its value is inserted as it
 * is, whatever it contains. A line whose holes are all empty and that holds nothing else is left
 * out, and so is a blank line after it that would follow another. A message loses the blank lines
 * at its start and the space at its end, and is left out if nothing remains.
 */
public final class PromptTemplate implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern HOLE =
      BoundedPattern.of("\\{\\{([A-Za-z_][A-Za-z0-9_]{0,80})\\}\\}");
  private static final Pattern SECTION =
      BoundedPattern.of("\\[(system|user|assistant)\\]\\s{0,80}");
  private static final int MAX_BYTES = 1 << 20;

  private record Section(String role, List<String> lines) implements Serializable {}

  private final List<Section> sections;
  private final TreeSet<String> holes = new TreeSet<>();

  private PromptTemplate(List<Section> sections) {
    this.sections = sections;
    for (Section section : sections) {
      for (String line : section.lines()) {
        HOLE.matcher(line).results().forEach(hole -> holes.add(hole.group(1)));
      }
    }
  }

  /**
   * The template with this text.
   *
   * @throws IllegalArgumentException if text precedes the first section, or there is none
   */
  public static PromptTemplate of(String text) {
    List<String> lines = text.lines().toList();
    if (lines.stream().noneMatch(line -> SECTION.matcher(line).matches())) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("the prompt is empty");
      }
      return new PromptTemplate(List.of(new Section("user", lines)));
    }
    List<Section> sections = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = SECTION.matcher(line);
      if (matcher.matches()) {
        sections.add(new Section(matcher.group(1), new ArrayList<>()));
      } else if (!sections.isEmpty()) {
        sections.get(sections.size() - 1).lines().add(line);
      } else if (!line.isBlank()) {
        throw new IllegalArgumentException("text before the prompt's first section: " + line);
      }
    }
    return new PromptTemplate(sections);
  }

  /**
   * The template that is packaged for {@code role}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PromptTemplate packaged(String role) {
    String name = "/org/caco/transforms/prompts/" + role + ".txt";
    try (InputStream in = PromptTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no prompt is packaged for role " + role);
      }
      return of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The template in a file of any file system that Beam knows: UTF-8, at most one MiB.
   *
   * @throws IOException if it cannot be read; the message names the file
   * @throws IllegalArgumentException if it is no template; the message names the file
   */
  public static PromptTemplate load(String path) throws IOException {
    byte[] bytes;
    try (InputStream in = FileGlobs.open(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IOException("Prompt file " + path + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("Prompt file " + path + " is longer than one MiB");
    }
    try {
      return of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("Prompt file " + path + " is not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Prompt file " + path + ": " + e.getMessage(), e);
    }
  }

  /** Its text, each message below a line with its role. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Section section : sections) {
      text.append('[').append(section.role()).append("]\n");
      section.lines().forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** The names of the holes. */
  public SortedSet<String> holes() {
    return Collections.unmodifiableSortedSet(holes);
  }

  /**
   * Checks, before a run, that a step can fill this template.
   *
   * @param known the names that the step has values for
   * @throws IllegalArgumentException if there is a hole of another name
   */
  public void checkHoles(Collection<String> known) {
    for (String hole : holes) {
      if (!known.contains(hole)) {
        throw new IllegalArgumentException(
            "the prompt's hole {{" + hole + "}} is not one of " + new TreeSet<>(known));
      }
    }
  }

  /**
   * The messages with the holes filled. A value without a hole is left out.
   *
   * @throws IllegalArgumentException if a hole has no value; the message names it
   */
  public List<Message> render(Map<String, String> values) {
    for (String hole : holes) {
      if (values.get(hole) == null) {
        throw new IllegalArgumentException("the prompt's hole {{" + hole + "}} is not filled");
      }
    }
    List<Message> messages = new ArrayList<>();
    for (Section section : sections) {
      String content = render(section.lines(), values);
      if (!content.isEmpty()) {
        messages.add(new Message(section.role(), content));
      }
    }
    return messages;
  }

  private static String render(List<String> lines, Map<String, String> values) {
    StringBuilder content = new StringBuilder();
    boolean previousBlank = true;
    boolean leftOut = false;
    for (String line : lines) {
      String filled = fill(line, values);
      if (filled.isBlank()) {
        boolean hadHoles = !line.isBlank();
        leftOut |= hadHoles;
        // A blank line of the template's own stays, unless it became a second one.
        if (hadHoles || content.isEmpty() || (leftOut && previousBlank)) {
          continue;
        }
        previousBlank = true;
      } else {
        previousBlank = false;
        leftOut = false;
      }
      content.append(filled).append('\n');
    }
    return content.toString().stripTrailing();
  }

  private static String fill(String line, Map<String, String> values) {
    // Not Matcher.appendReplacement on the growing text: values are never scanned for holes.
    StringBuilder filled = new StringBuilder();
    Matcher matcher = HOLE.matcher(line);
    int copied = 0;
    while (matcher.find()) {
      filled.append(line, copied, matcher.start()).append(values.get(matcher.group(1)));
      copied = matcher.end();
    }
    return filled.append(line, copied, line.length()).toString();
  }
}
