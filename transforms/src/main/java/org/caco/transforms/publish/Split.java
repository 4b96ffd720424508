package org.caco.transforms.publish;

import java.io.Serializable;
import java.util.List;
import org.caco.hash.ContentHash;

/**
 * How rows are parted: which are set aside for validation, and into how many files the splits go.
 *
 * @param validation the share of the rows that is set aside, 0 to 0.5; 0 for no such split
 * @param shards files of the split {@code train}; the other has its share of them, and one at least
 */
public record Split(double validation, int shards) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double MAX_VALIDATION = 0.5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Split {
    if (!(validation >= 0 && validation <= MAX_VALIDATION)) {
      throw new IllegalArgumentException(
          "the share for validation must be from 0 to " + MAX_VALIDATION + ", not " + validation);
    }
    if (shards < 1) {
      throw new IllegalArgumentException("the number of files must be at least 1, not " + shards);
    }
  }

  /** The splits that a table has. */
  public List<String> of(Table table) {
    return table.isSplit() && validation > 0
        ? List.of(Table.TRAIN, Table.VALIDATION)
        : List.of(Table.TRAIN);
  }

  /**
   * The split of a row. It depends on nothing but its id and the share, so that a row stays where
   * it is from run to run, and a larger share sets aside what a smaller one does and more.
   */
  public String of(String id) {
    double place = ContentHash.number("validation", id) / (double) Long.MAX_VALUE;
    return place < validation ? Table.VALIDATION : Table.TRAIN;
  }

  int files(String split) {
    return split.equals(Table.TRAIN) ? shards : Math.max(1, (int) Math.round(shards * validation));
  }

  /** Which of the split's files a row is in: each file has a range of orders. */
  int file(String split, String order) {
    long place = Long.parseLong(order.substring(0, 8), 16);
    return (int) ((place * files(split)) >>> 32);
  }
}
