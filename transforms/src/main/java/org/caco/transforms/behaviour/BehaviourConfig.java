package org.caco.transforms.behaviour;

import java.io.Serializable;

/**
 * Settings of {@link CheckBehaviour}.
 *
 * @param variants how often each value of the input is changed, 1 to 20; default 3
 * @param crashesAllowed the share of nearby inputs that the program may fail on, 0 to 1; default
 *     0.5
 */
public record BehaviourConfig(int variants, double crashesAllowed) implements Serializable {
  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public BehaviourConfig {
    if (variants < 1 || variants > 20) {
      throw new IllegalArgumentException("variants must be 1 to 20, not " + variants);
    }
    if (!(crashesAllowed >= 0 && crashesAllowed <= 1)) {
      throw new IllegalArgumentException("crashesAllowed must be 0 to 1, not " + crashesAllowed);
    }
  }

  /** All defaults. */
  public static BehaviourConfig defaults() {
    return new BehaviourConfig(3, 0.5);
  }
}
