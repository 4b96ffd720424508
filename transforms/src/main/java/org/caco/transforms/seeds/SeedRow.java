package org.caco.transforms.seeds;

import java.util.ArrayList;
import java.util.List;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/** A row of a seeds file. */
final class SeedRow {
  private SeedRow() {}

  /**
   * The seed in {@code line}.
   *
   * @throws RejectedException for the reasons that {@link ReadSeeds} lists
   */
  static Seed parse(String line, Location location) {
    Seed.Builder seed = Shapes.read(Row.parse(line));
    List<String> content = new ArrayList<>();
    content.add("seed");
    content.add(seed.getProblem());
    content.add(seed.getSolution());
    content.add(seed.getAnswer());
    content.addAll(seed.getTestsList());
    return seed.setId(ContentHash.of(content.toArray(String[]::new))).setLocation(location).build();
  }
}
