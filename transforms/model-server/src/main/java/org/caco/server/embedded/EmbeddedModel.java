package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.caco.hash.ContentHash;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.jspecify.annotations.Nullable;

/**
 * A rule-based model: a pure function from a chat request to a reply, so the same request has the
 * same reply on every machine. It takes the role that the headings of the last user message ask for
 * (see {@link Role}); what it cannot do it answers with one line, {@code CANNOT: reason}. A set
 * share of its replies holds a {@link Mistake}.
 *
 * <p>What it writes is for trying out and testing, not for training. Thread-safe.
 */
public final class EmbeddedModel {
  /** The model's name; {@code embedded:0.25} plants mistakes in a quarter of the replies. */
  public static final String NAME = "embedded";

  /** The share of replies with a mistake where the name sets none. */
  public static final double DEFAULT_SHARE = 0.1;

  /** What the model says of itself. */
  public static final String NOTICE =
      "I am the embedded model of Caco on Beam: a set of rules, not a language model. What I write"
          + " is for trying out and testing, not for training.";

  private final String name;
  private final MistakePlan plan;

  private EmbeddedModel(String name, MistakePlan plan) {
    this.name = name;
    this.plan = plan;
  }

  /**
   * A reply.
   *
   * @param fingerprint of the request
   * @param role what the request asked for; empty where it asked for nothing known
   * @param mistake the mistake planted in the text
   */
  public record Reply(
      String text, String fingerprint, Optional<Role> role, Optional<Mistake> mistake) {}

  /**
   * The model of a name: {@code embedded}, or {@code embedded:SHARE} with the share of mistakes
   * from 0 to 1.
   *
   * @throws IllegalArgumentException if the name is another
   */
  public static EmbeddedModel named(String name) {
    if (name.equals(NAME)) {
      return new EmbeddedModel(name, MistakePlan.of(DEFAULT_SHARE));
    }
    if (name.startsWith(NAME + ":")) {
      try {
        double share = Double.parseDouble(name.substring(NAME.length() + 1));
        return new EmbeddedModel(name, MistakePlan.of(share));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("The share in " + name + " is not a number", e);
      }
    }
    throw new IllegalArgumentException("There is no model " + name + " here, only " + NAME);
  }

  /** The hash of all that determines the reply to a request, as 32 hexadecimal digits. */
  public static String fingerprint(String model, List<ChatMessage> messages, long seed) {
    List<String> parts = new ArrayList<>(List.of(model));
    for (ChatMessage message : messages) {
      parts.add(message.role());
      parts.add(message.content());
    }
    parts.add(Long.toString(seed));
    return ContentHash.of(parts.toArray(new String[0]));
  }

  /**
   * The mistake that the plan of {@code model} has for a request. The reply holds it unless it is a
   * {@code CANNOT}, as {@link Reply#mistake} tells.
   */
  public static Optional<Mistake> mistake(String model, List<ChatMessage> messages, long seed) {
    MistakePlan plan = named(model).plan;
    return Prompt.of(messages)
        .role()
        .flatMap(role -> plan.mistakeFor(role, fingerprint(model, messages, seed)));
  }

  /**
   * The reply to a chat.
   *
   * @param seed the request's seed; 0 where it has none
   */
  public Reply reply(List<ChatMessage> messages, long seed) {
    String fingerprint = fingerprint(name, messages, seed);
    Prompt prompt = Prompt.of(messages);
    Optional<Role> role = prompt.role();
    if (role.isEmpty()) {
      return new Reply(NOTICE, fingerprint, role, Optional.empty());
    }
    Optional<Mistake> mistake = plan.mistakeFor(role.get(), fingerprint);
    // Not of the model's name: another share of mistakes leaves the other replies as they are.
    Random random = new Random(ContentHash.number("reply", fingerprint("", messages, seed)));
    String text;
    try {
      prompt.requireShort();
      text = text(role.get(), prompt, mistake.orElse(null), random);
    } catch (CannotException e) {
      text = "CANNOT: " + String.valueOf(e.getMessage()).replace('\n', ' ') + ".";
      mistake = Optional.empty();
    }
    return new Reply(text, fingerprint, role, mistake);
  }

  private static String text(Role role, Prompt prompt, @Nullable Mistake mistake, Random random) {
    return switch (role) {
      case UNIFY -> unify(prompt, mistake, random);
      case CODE -> code(prompt, mistake, random);
      case PROBLEM -> problem(prompt, mistake, random);
      case SOLVE -> solve(prompt, mistake, random);
      case JUDGE -> judge(prompt, mistake, random);
    };
  }

  private static String unify(Prompt prompt, @Nullable Mistake mistake, Random random) {
    if (prompt.section("Solution").isEmpty()) {
      throw new CannotException("there is no solution to rewrite");
    }
    if (!prompt.section("Check").isEmpty()) {
      boolean wrong = mistake == Mistake.WRONG_ANSWER;
      String program = AssertedTask.unify(prompt.code("Solution"), prompt.section("Check"), wrong);
      return program(program, mistake, random);
    }
    Computation computation =
        SolutionUnifier.unify(prompt.section("Problem"), prompt.section("Solution"));
    if (mistake == Mistake.WRONG_ANSWER) {
      computation = Sabotage.changedNumber(computation, random);
    }
    return program(PythonWriter.write(computation, PythonWriter.Style.PLAIN), mistake, random);
  }

  private static String code(Prompt prompt, @Nullable Mistake mistake, Random random) {
    List<Computation> examples = new ArrayList<>();
    for (String example : prompt.examples()) {
      try {
        examples.add(PythonReader.read(example));
      } catch (CannotException e) {
        // An example that is not understood is no reason to write nothing.
      }
    }
    Computation computation = ProgramComposer.compose(examples, random);
    return program(ProgramComposer.write(computation, random), mistake, random);
  }

  private static String program(String program, @Nullable Mistake mistake, Random random) {
    if (mistake == Mistake.GARBAGE) {
      return Sabotage.garbage(random);
    }
    String planted = program;
    if (mistake != null) {
      planted =
          switch (mistake) {
            case BROKEN_CODE -> Sabotage.broken(program, random);
            case ENDLESS_LOOP -> Sabotage.endless(program);
            case HOSTILE_CODE -> Sabotage.hostile(program, random);
            case UNUSED_INPUT -> Sabotage.unused(program);
            case TOO_SHORT -> Sabotage.tooShort(random);
            case NO_OUTPUT -> Sabotage.withoutOutput(program);
            default -> program;
          };
    }
    return "```python\n" + planted.stripTrailing() + "\n```";
  }

  private static String problem(Prompt prompt, @Nullable Mistake mistake, Random random) {
    Computation computation = PythonReader.read(prompt.code("Program"));
    String output = prompt.section("Output").strip();
    String text = EnglishWriter.write(computation, random);
    // What it could not solve itself, it has not said well enough.
    Rational answer = Evaluator.result(EnglishReader.read(text), Arithmetic.EXACT).toExact();
    if (!Judge.agrees(answer, output)) {
      throw new CannotException("its output is not what its steps give");
    }
    if (mistake == Mistake.CHANGED_NUMBER) {
      return EnglishWriter.write(Sabotage.changedNumber(computation, random), random);
    } else if (mistake == Mistake.GARBAGE) {
      return Sabotage.garbage(random);
    }
    return mistake == Mistake.EMPTY ? "" : text;
  }

  private static String solve(Prompt prompt, @Nullable Mistake mistake, Random random) {
    Computation computation = EnglishReader.read(prompt.section("Problem"));
    Rational answer = Evaluator.result(computation, Arithmetic.EXACT).toExact();
    if (mistake == Mistake.GARBAGE) {
      return Sabotage.garbage(random);
    } else if (mistake == Mistake.NO_ANSWER) {
      return SolutionWriter.unfinished(computation);
    } else if (mistake == Mistake.WRONG_ANSWER) {
      answer = Sabotage.wrong(answer, random);
    }
    return SolutionWriter.write(computation, answer.toString(), random);
  }

  private static String judge(Prompt prompt, @Nullable Mistake mistake, Random random) {
    Judge verdict =
        Judge.of(
            prompt.section("Problem"),
            prompt.section("Solution"),
            prompt.code("Program"),
            prompt.section("Output"));
    if (mistake == Mistake.GARBAGE) {
      return Sabotage.garbage(random);
    } else if (mistake == Mistake.UNJUST_NO) {
      verdict = new Judge(true, true, false, false, "The solution goes another way.");
    }
    return verdict.json();
  }
}
