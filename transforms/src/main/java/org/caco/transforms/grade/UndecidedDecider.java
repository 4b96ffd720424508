package org.caco.transforms.grade;

import java.util.Optional;

/**
 * Decides the few pairs that {@link AnswerGrader} leaves undecided, for example with a computer
 * algebra system in the sandbox. It must be thread-safe and keep a time limit of its own.
 */
@FunctionalInterface
public interface UndecidedDecider {
  /** Whether the two answers, as they are written, are the same; empty where that stays open. */
  Optional<Boolean> decide(String gold, String pred);
}
