package org.caco.transforms.model;

/**
 * The embedded model, by the names that it has wherever it is served: what it makes is for trying
 * out and testing, not for training.
 */
public final class ToyModel {
  private static final String NAME = "embedded";

  private ToyModel() {}

  /** Whether a model's name is one of its names. */
  public static boolean isCalled(String model) {
    return model.equals(NAME) || model.startsWith(ModelConfig.EMBEDDED);
  }
}
