package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Parses a matrix environment of LaTeX. */
final class MatrixParser {
  private MatrixParser() {}

  /** The matrix that {@code tokens} are as a whole, or null. */
  static @Nullable Answer parse(List<Token> tokens, StructureParser cells) {
    List<Token> matrix = withoutBrackets(tokens);
    int last = matrix.size() - 1;
    if (last < 1
        || !matrix.get(0).is(Kind.MATRIX, "begin")
        || !matrix.get(last).is(Kind.MATRIX, "end")) {
      return null;
    }
    List<List<Answer>> rows = new ArrayList<>();
    List<Token> row = new ArrayList<>();
    for (Token token : matrix.subList(1, last)) {
      if (token.is(Kind.MATRIX, "\\\\")) {
        addRow(row, cells, rows);
        row.clear();
      } else {
        row.add(token);
      }
    }
    addRow(row, cells, rows);
    return new Answer.Grid(rows);
  }

  /** \left( \begin{array} ... \end{array} \right) without its brackets. */
  private static List<Token> withoutBrackets(List<Token> tokens) {
    int last = tokens.size() - 1;
    boolean enclosed =
        last > 2
            && tokens.get(0).kind() == Kind.OPEN
            && tokens.get(1).is(Kind.MATRIX, "begin")
            && tokens.get(last).kind() == Kind.CLOSE;
    return enclosed ? tokens.subList(1, last) : tokens;
  }

  private static void addRow(List<Token> row, StructureParser cells, List<List<Answer>> rows) {
    if (row.isEmpty()) {
      return;
    }
    List<Answer> answers = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= row.size(); i++) {
      if (i == row.size() || row.get(i).is(Kind.MATRIX, "&")) {
        answers.add(cells.parse(row.subList(start, i)));
        start = i + 1;
      }
    }
    rows.add(List.copyOf(answers));
  }
}
