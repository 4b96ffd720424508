package org.caco.transforms.seeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;
import org.jspecify.annotations.Nullable;

/** Makes a seed of a row. Thread-safe; it keeps what it learned of the row and file before. */
final class SeedParser implements ReadLines.Parser<Seed> {
  private static final long serialVersionUID = 1L;

  /** Recognises the columns, and takes rows however easy they are. */
  static final SeedParser DEFAULT = new SeedParser(null, "", 1);

  /** The reason for a row that a model solves too often. */
  static final String TOO_EASY = "too_easy";

  private final @Nullable SeedFields fields;
  private final String license;
  private final double maxSolveRate;
  private transient volatile @Nullable Columns columns;
  private transient volatile @Nullable Origins origins;

  /**
   * @param fields which columns hold what; null recognises them
   * @param license that of rows that tell none
   * @param maxSolveRate rows above it are rejected as too easy
   */
  SeedParser(@Nullable SeedFields fields, String license, double maxSolveRate) {
    this.fields = fields;
    this.license = license;
    this.maxSolveRate = maxSolveRate;
  }

  @Nullable SeedFields fields() {
    return fields;
  }

  String license() {
    return license;
  }

  double maxSolveRate() {
    return maxSolveRate;
  }

  @Override
  public Seed parse(String line, Location location) {
    Row row = Row.parse(line, columns);
    columns = row.sameColumns();
    Row named = fields == null ? row : fields.rename(row);
    Seed.Builder seed = fields == null ? Shapes.read(row) : fields.seed(named);
    Origin origin = origins(location).of(named, seed.getName(), license);
    if (origin.getSolveRate() > maxSolveRate) {
      throw new RejectedException(
          TOO_EASY,
          String.format(
              Locale.ROOT, "its solve rate is %s, above %s", origin.getSolveRate(), maxSolveRate));
    }
    return seed.setId(ContentHash.of(content(seed)))
        .setLocation(location)
        .setOrigin(origin)
        .build();
  }

  private static String[] content(Seed.Builder seed) {
    List<String> content = new ArrayList<>();
    content.add("seed");
    content.add(seed.getProblem());
    content.add(seed.getSolution());
    content.add(seed.getAnswer());
    content.addAll(seed.getTestsList());
    if (seed.hasSuite()) {
      content.addAll(TestSuites.furtherContent(seed));
    }
    return content.toArray(String[]::new);
  }

  /** As the columns of the row tell it; as the name of the file does, where it has none. */
  @Override
  public Optional<Origin> origin(String line, Location location) {
    Row row = Row.EMPTY;
    try {
      row = Row.parse(line);
      row = fields == null ? row : fields.rename(row);
    } catch (RejectedException e) {
      // For this it was rejected.
    }
    return Optional.of(origins(location).of(row, "", license));
  }

  private Origins origins(Location location) {
    Origins last = origins;
    if (last == null || !last.file().equals(location.getFile())) {
      last = Origins.in(location.getFile());
      origins = last;
    }
    return last;
  }
}
