package org.caco.transforms.seeds;

import java.util.function.Function;
import java.util.function.Predicate;
import org.caco.transforms.records.Seed;

/**
 * How a family of data sets writes its rows.
 *
 * @param name what seeds of it have as their format
 * @param columns those that its rows are known by, for a person
 * @param fits whether a row is one of these
 * @param reader makes a seed of such a row, or rejects it
 */
record Shape(
    String name, String columns, Predicate<Row> fits, Function<Row, Seed.Builder> reader) {}
