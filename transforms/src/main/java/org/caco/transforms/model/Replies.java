package org.caco.transforms.model;

import java.util.AbstractList;
import java.util.List;

/** What a model answered about a record, in the order of the samples, and what did not arrive. */
public final class Replies extends AbstractList<Completion> {
  private final List<Completion> completions;
  private final int truncated;

  Replies(List<Completion> completions, int truncated) {
    this.completions = List.copyOf(completions);
    this.truncated = truncated;
  }

  @Override
  public Completion get(int index) {
    return completions.get(index);
  }

  @Override
  public int size() {
    return completions.size();
  }

  /** How many of the samples that were asked for were cut off, and are left out for that. */
  public int truncated() {
    return truncated;
  }
}
