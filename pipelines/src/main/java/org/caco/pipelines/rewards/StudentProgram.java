package org.caco.pipelines.rewards;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.caco.text.BoundedPattern;
import org.caco.transforms.reply.Fences;
import org.caco.transforms.reply.Fences.Block;

/**
 * A program that a model under training wrote, in one of two forms. Unified: it sets {@code input},
 * which is replaced by that of a test, and then {@code output}. A function, which is called with
 * the test's input: by name where its parameters have the names of the input's keys, else by
 * position. Nothing in it is trusted.
 *
 * @param source what runs
 * @param unified whether it is in the unified form
 */
record StudentProgram(String source, boolean unified) {
  private static final java.util.regex.Pattern SETS_INPUT =
      BoundedPattern.of("(?m)^[ \\t]{0,16}input[ \\t]{0,16}(?:=(?!=)|:|\\[)");
  private static final java.util.regex.Pattern NAME =
      BoundedPattern.of("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final String CALL = resource("call_function.py");

  /** The text of a file that stands beside this class. */
  static String resource(String name) {
    try (InputStream in = StudentProgram.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The program in a reply: what its last block of Python holds, or all of it where it has none.
   *
   * @param function the function to call; empty for {@code solve} or else the last one
   */
  static StudentProgram of(String reply, String function) {
    String code = code(reply);
    boolean unified = function.isEmpty() && SETS_INPUT.matcher(code).find();
    return unified ? new StudentProgram(code, true) : calling(code, function);
  }

  /** The same code, taken for a function. */
  static StudentProgram calling(String code, String function) {
    return new StudentProgram(code + "\n" + CALL.replace("FUNCTION", function), false);
  }

  static boolean isName(String function) {
    return NAME.matcher(function).matches();
  }

  static String code(String reply) {
    if (!reply.contains("```") && !reply.contains("~~~")) {
      return reply;
    }
    return Fences.in(reply).stream()
        .filter(block -> isPython(block.info()))
        .reduce((first, last) -> last)
        .map(Block::code)
        .or(() -> Optional.of(reply))
        .get();
  }

  private static boolean isPython(String info) {
    String word = info.strip();
    return word.isEmpty() || word.startsWith("py") || word.startsWith("Py");
  }
}
