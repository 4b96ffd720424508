package org.caco.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;

/**
 * Decides formulas by SymPy in the sandbox: sums, products, integrals, limits, and what the
 * grader's own work did not suffice for.
 *
 * <p>What runs is always the same program. The formulas are its input, as words that the grader has
 * made from what it understood of an answer; no text of an answer is read as code. The work for a
 * pair is counted in calls inside of Python, so that what comes out does not depend on the clock;
 * time and memory of the sandbox are a second bound. A pair that goes beyond either stays open.
 */
public final class SympyDecider implements UndecidedDecider {
  private static final String PROGRAM = program();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Calls inside of Python for a pair; some two seconds. */
  private static final int STEPS = 4_000_000;

  private final Sandbox sandbox;

  private SympyDecider(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Asks in a sandbox, which its owner closes when the decider is of no use any more. */
  public static SympyDecider in(Sandbox sandbox) {
    return new SympyDecider(sandbox);
  }

  /**
   * Asks SymPy.
   *
   * @throws org.caco.sandbox.SandboxUnavailableException if the sandbox cannot run programs any
   *     more
   */
  @Override
  public Optional<Boolean> decide(String first, String second) {
    ObjectNode input = JSON.createObjectNode();
    input.set("first", words(first));
    input.set("second", words(second));
    input.put("steps", STEPS);
    SandboxResult result =
        sandbox.run(Snippet.of("decide", PROGRAM).withInputs(List.of(input.toString())));
    if (result.inputRuns().isEmpty()) {
      return Optional.empty();
    }
    Run run = result.inputRuns().get(0);
    if (run.verdict() != Verdict.OK) {
      return Optional.empty();
    }
    return switch (run.outputText()) {
      case "same" -> Optional.of(true);
      case "different" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static ArrayNode words(String formula) {
    ArrayNode words = JSON.createArrayNode();
    for (String word : formula.split(" ", -1)) {
      words.add(word);
    }
    return words;
  }

  private static String program() {
    try (InputStream in = SympyDecider.class.getResourceAsStream("decide.py")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
