package org.caco.server.embedded;

import java.util.List;
import java.util.Optional;
import org.caco.hash.ContentHash;

/**
 * Which replies get which mistake: a function of the request's fingerprint alone, so that a test
 * can know it, and no order or thread can change it.
 *
 * @param share the share of replies with a mistake, from 0 to 1
 */
public record MistakePlan(double share) {
  private static final int RESOLUTION = 1_000_000;

  /** In order of weight: the earlier of a role's kinds are more frequent. */
  private static List<Mistake> kinds(Role role) {
    return switch (role) {
      case UNIFY ->
          List.of(Mistake.WRONG_ANSWER, Mistake.BROKEN_CODE, Mistake.GARBAGE, Mistake.HOSTILE_CODE);
      case CODE ->
          List.of(
              Mistake.BROKEN_CODE,
              Mistake.UNUSED_INPUT,
              Mistake.GARBAGE,
              Mistake.HOSTILE_CODE,
              Mistake.TOO_SHORT,
              Mistake.NO_OUTPUT);
      case PROBLEM -> List.of(Mistake.CHANGED_NUMBER, Mistake.GARBAGE, Mistake.EMPTY);
      case SOLVE -> List.of(Mistake.WRONG_ANSWER, Mistake.NO_ANSWER, Mistake.GARBAGE);
      case JUDGE -> List.of(Mistake.UNJUST_NO, Mistake.GARBAGE);
    };
  }

  /**
   * @throws IllegalArgumentException if the share is not between 0 and 1
   */
  public MistakePlan {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("The share of mistakes must be from 0 to 1: " + share);
    }
  }

  /** A plan with the given share of mistakes. */
  public static MistakePlan of(double share) {
    return new MistakePlan(share);
  }

  /**
   * The mistake to plant in the reply to a request; none where the reply is to be right.
   *
   * @param fingerprint of the request, as {@link EmbeddedModel#fingerprint} gives it
   */
  public Optional<Mistake> mistakeFor(Role role, String fingerprint) {
    long draw = ContentHash.number("mistake", fingerprint);
    if (draw % RESOLUTION >= share * RESOLUTION) {
      return Optional.empty();
    }
    long kind = draw / RESOLUTION % RESOLUTION;
    // Each costs a worker seconds, so these are few.
    if ((role == Role.UNIFY || role == Role.CODE) && kind % 25 == 0) {
      return Optional.of(Mistake.ENDLESS_LOOP);
    }
    List<Mistake> kinds = kinds(role);
    return Optional.of(kinds.get((int) (kind % kinds.size())));
  }
}
