package org.caco.transforms.seeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a seed of a row.
 *
 * @param fields which columns hold what; null recognises them
 * @param license that of rows that tell none
 * @param maxSolveRate rows above it are rejected as too easy
 */
record SeedParser(@Nullable SeedFields fields, String license, double maxSolveRate)
    implements ReadLines.Parser<Seed> {
  private static final long serialVersionUID = 1L;

  /** Recognises the columns, and takes rows however easy they are. */
  static final SeedParser DEFAULT = new SeedParser(null, "", 1);

  /** The reason for a row that a model solves too often. */
  static final String TOO_EASY = "too_easy";

  @Override
  public Seed parse(String line, Location location) {
    Row row = Row.parse(line);
    Row named = fields == null ? row : fields.rename(row);
    Seed.Builder seed = fields == null ? Shapes.read(row) : fields.seed(named);
    Origin origin = Origins.of(named, seed.getName(), location.getFile(), license);
    if (origin.getSolveRate() > maxSolveRate) {
      throw new RejectedException(
          TOO_EASY,
          String.format(
              Locale.ROOT, "its solve rate is %s, above %s", origin.getSolveRate(), maxSolveRate));
    }
    List<String> content = new ArrayList<>();
    content.add("seed");
    content.add(seed.getProblem());
    content.add(seed.getSolution());
    content.add(seed.getAnswer());
    content.addAll(seed.getTestsList());
    content.addAll(TestSuites.furtherContent(seed));
    return seed.setId(ContentHash.of(content.toArray(String[]::new)))
        .setLocation(location)
        .setOrigin(origin)
        .build();
  }
}
