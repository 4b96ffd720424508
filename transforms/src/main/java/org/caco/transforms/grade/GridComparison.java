package org.caco.transforms.grade;

import java.util.ArrayList;
import java.util.List;
import org.caco.transforms.grade.Answer.Brackets;

/** Compares matrices, also with the nested lists of a program, and column vectors with tuples. */
final class GridComparison {
  private final Comparison answers;

  GridComparison(Comparison answers) {
    this.answers = answers;
  }

  Grade compare(Answer.Grid grid, Answer other) {
    if (other instanceof Answer.Grid that) {
      return Grade.of(same(grid.rows(), that.rows()), "matrix");
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
      return python || brackets == Brackets.SQUARE
          ? Grade.of(same(grid.rows(), rows), "matrix")
          : null;
    }
    if (!(column || row) || brackets == Brackets.SQUARE) {
      return null;
    }
    List<Answer> cells = new ArrayList<>();
    grid.rows().forEach(cells::addAll);
    return Grade.of(same(List.of(cells), List.of(group.items())), "matrix");
  }

  /** The rows that a list of lists holds, or null. */
  private static List<List<Answer>> rows(Answer.Group group) {
    List<List<Answer>> rows = new ArrayList<>();
    for (Answer item : group.items()) {
      if (!(item instanceof Answer.Group row)) {
        return null;
      }
      rows.add(row.items());
    }
    return rows.isEmpty() ? null : rows;
  }

  private boolean same(List<List<Answer>> a, List<List<Answer>> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i).size() != b.get(i).size()) {
        return false;
      }
      for (int j = 0; j < a.get(i).size(); j++) {
        if (!answers.compare(a.get(i).get(j), b.get(i).get(j)).equal()) {
          return false;
        }
      }
    }
    return true;
  }
}
