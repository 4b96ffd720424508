package org.caco.transforms.program;

import java.util.Optional;
import org.caco.transforms.step.RejectedException;

/**
 * A model's reply, read as the prompts ask for it.
 *
 * <p>What a model thought before is not part of a reply any more. A reply that begins with {@code
 * CANNOT}, or with an apology for giving nothing, is the model's word that it has nothing to give;
 * it is rejected as {@value #DECLINED}.
 */
public final class Reply {
  /** The model said that it cannot. */
  public static final String DECLINED = "declined";

  /** The reply is empty. */
  public static final String EMPTY = "empty_reply";

  /** The reply holds no program. */
  public static final String NO_PROGRAM = "no_program";

  private Reply() {}

  /**
   * What is wrong with a reply in which there should be a program, in a sentence for the model;
   * empty if nothing is, or the model has declined.
   */
  public static String complaint(String reply) {
    try {
      program(reply);
      return "";
    } catch (RejectedException e) {
      return e.reason().equals(DECLINED)
          ? ""
          : "there is no Python program in it that assigns `input` and `output`.";
    }
  }

  /**
   * The reply without surrounding space.
   *
   * @throws RejectedException {@value #EMPTY} or {@value #DECLINED}
   */
  public static String text(String reply) {
    String text = bare(reply);
    String refusal = Refusal.in(text);
    if (refusal != null) {
      throw new RejectedException(DECLINED, refusal);
    }
    return text;
  }

  /**
   * The program in a reply, in fences, tags, JSON or prompts, or with nothing but prose around it:
   * the last block that assigns {@code input} and {@code output}, else the blocks that do so
   * together, else the first block of Python.
   *
   * @throws RejectedException {@value #EMPTY}, {@value #DECLINED} or {@value #NO_PROGRAM}
   */
  public static String program(String reply) {
    String text = bare(reply);
    Optional<String> program = Refusal.isAgreed(text) ? Optional.empty() : ProgramReader.read(text);
    // An apology may come before a program all the same.
    return program.orElseThrow(() -> new RejectedException(NO_PROGRAM, text(text)));
  }

  private static String bare(String reply) {
    String text = reply.strip();
    if (text.isEmpty()) {
      throw new RejectedException(EMPTY, reply);
    }
    return text;
  }
}
