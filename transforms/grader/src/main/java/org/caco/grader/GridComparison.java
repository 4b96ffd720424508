package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.caco.grader.Answer.Brackets;
import org.jspecify.annotations.Nullable;

/** Compares matrices, also with the nested lists of a program, and column vectors with tuples. */
final class GridComparison {
  private final Comparison answers;

  GridComparison(Comparison answers) {
    this.answers = answers;
  }

  @Nullable Grade compare(Answer.Grid grid, Answer other) {
    if (other instanceof Answer.Grid that) {
      return compareRows(grid.rows(), that.rows());
    }
    if (!(other instanceof Answer.Group group)) {
      return null;
    }
    boolean column = grid.rows().stream().allMatch(row -> row.size() == 1);
    boolean row = grid.rows().size() == 1;
    Brackets brackets = group.brackets();
    boolean python = brackets == Brackets.PYTHON_LIST || brackets == Brackets.PYTHON_TUPLE;
    if (!python && brackets != Brackets.ROUND && brackets != Brackets.SQUARE) {
      return null;
    }
    List<List<Answer>> rows = rows(group);
    if (rows != null) {
      return python || brackets == Brackets.SQUARE ? compareRows(grid.rows(), rows) : null;
    }
    if (!(column || row) || brackets == Brackets.SQUARE) {
      return null;
    }
    List<Answer> cells = new ArrayList<>();
    grid.rows().forEach(cells::addAll);
    return compareRows(List.of(cells), List.of(group.items()));
  }

  /** The rows that a list of lists holds, or null. */
  private static @Nullable List<List<Answer>> rows(Answer.Group group) {
    List<List<Answer>> rows = new ArrayList<>();
    for (Answer item : group.items()) {
      if (!(item instanceof Answer.Group row)) {
        return null;
      }
      rows.add(row.items());
    }
    return rows.isEmpty() ? null : rows;
  }

  private Grade compareRows(List<List<Answer>> a, List<List<Answer>> b) {
    if (!a.stream().map(List::size).toList().equals(b.stream().map(List::size).toList())) {
      return Grade.different("matrix");
    }
    return Parts.inOrder(
        "matrix",
        "matrix",
        IntStream.range(0, a.size())
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(0, a.get(i).size())
                        .mapToObj(j -> answers.compare(a.get(i).get(j), b.get(i).get(j)))));
  }
}
