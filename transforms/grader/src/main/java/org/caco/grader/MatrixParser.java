package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;

/** Parses a matrix environment of LaTeX. */
final class MatrixParser {
  private MatrixParser() {}

  /** The matrix that {@code tokens} are as a whole, or null. */
  static Answer parse(List<Token> tokens, StructureParser cells) {
    List<Token> matrix = tokens;
    if (matrix.size() > 3
        && matrix.get(0).kind() == Kind.OPEN
        && matrix.get(1).is(Kind.MATRIX, "begin")
        && matrix.get(matrix.size() - 1).kind() == Kind.CLOSE) {
      matrix = matrix.subList(1, matrix.size() - 1); // \left( \begin{array} ... \right)
    }
    int last = matrix.size() - 1;
    if (last < 1
        || !matrix.get(0).is(Kind.MATRIX, "begin")
        || !matrix.get(last).is(Kind.MATRIX, "end")) {
      return null;
    }
    List<List<Answer>> rows = new ArrayList<>();
    List<Answer> row = new ArrayList<>();
    List<Token> cell = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      Token token = matrix.get(i);
      boolean endOfRow = token.is(Kind.MATRIX, "\\\\") || i == last;
      if (token.is(Kind.MATRIX, "&") || (endOfRow && !(cell.isEmpty() && row.isEmpty()))) {
        row.add(cells.parse(cell));
        cell = new ArrayList<>();
      } else if (!endOfRow) {
        cell.add(token);
      }
      if (endOfRow && !row.isEmpty()) {
        rows.add(List.copyOf(row));
        row = new ArrayList<>();
      }
    }
    return new Answer.Grid(rows);
  }
}
