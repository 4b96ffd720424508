package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Parses a matrix environment of LaTeX, also one that is multiplied by a number, divided by one, or
 * transposed.
 */
final class MatrixParser {
  private final StructureParser cells;
  private final Budget budget;

  private MatrixParser(StructureParser cells, Budget budget) {
    this.cells = cells;
    this.budget = budget;
  }

  /** The matrix that {@code tokens} are as a whole, or null. */
  static @Nullable Answer parse(List<Token> tokens, StructureParser cells, Budget budget) {
    int begin = 0;
    while (begin < tokens.size() && !tokens.get(begin).is(Kind.MATRIX, "begin")) {
      begin++;
    }
    int end = begin + 1;
    while (end < tokens.size() && !tokens.get(end).is(Kind.MATRIX, "end")) {
      end++;
    }
    if (end >= tokens.size()) {
      return null;
    }
    // \left( \begin{array} ... \end{array} \right)
    boolean enclosed =
        begin > 0
            && tokens.get(begin - 1).kind() == Kind.OPEN
            && end + 1 < tokens.size()
            && tokens.get(end + 1).kind() == Kind.CLOSE;
    MatrixParser parser = new MatrixParser(cells, budget);
    List<Token> before = tokens.subList(0, enclosed ? begin - 1 : begin);
    List<Token> after = tokens.subList(enclosed ? end + 2 : end + 1, tokens.size());
    return parser.parse(before, tokens.subList(begin + 1, end), after);
  }

  private @Nullable Answer parse(List<Token> before, List<Token> inside, List<Token> after) {
    boolean transposed = isTranspose(after);
    boolean divided = after.size() > 1 && after.get(0).isSymbol("/");
    if (!after.isEmpty() && !transposed && !divided) {
      return null;
    }
    List<Answer.@Nullable Scalar> factors = new ArrayList<>();
    if (!before.isEmpty()) {
      factors.add(Multiples.factor(before, budget));
    }
    if (divided) {
      factors.add(inverse(Multiples.factor(after.subList(1, after.size()), budget)));
    }
    List<List<Answer>> rows = rows(inside);
    for (Answer.Scalar factor : factors) {
      rows = rows == null || factor == null ? null : times(factor, rows);
    }
    if (rows != null && transposed) {
      rows = transposed(rows);
    }
    return rows == null ? null : new Answer.Grid(rows);
  }

  private static Answer.@Nullable Scalar inverse(Answer.@Nullable Scalar divisor) {
    return divisor == null ? null : Ranges.bound(new Expr.Binary('/', Expr.of(1), divisor.expr()));
  }

  /** {@code ^T}, {@code ^{T}} or {@code ^\top}. */
  private static boolean isTranspose(List<Token> after) {
    boolean braces = after.size() == 4 && after.get(1).is(Kind.OPEN, "{");
    return (after.size() == 2 || braces)
        && after.get(0).isSymbol("^")
        && (after.get(braces ? 2 : 1).is(Kind.NAME, "T")
            || after.get(braces ? 2 : 1).is(Kind.NAME, "top"));
  }

  private @Nullable List<List<Answer>> times(Answer.Scalar factor, List<List<Answer>> rows) {
    List<List<Answer>> products = new ArrayList<>();
    for (List<Answer> row : rows) {
      List<Answer> product = Multiples.times(factor, row, budget);
      if (product == null) {
        return null;
      }
      products.add(product);
    }
    return products;
  }

  private static @Nullable List<List<Answer>> transposed(List<List<Answer>> rows) {
    List<List<Answer>> columns = new ArrayList<>();
    int width = rows.isEmpty() ? 0 : rows.get(0).size();
    for (List<Answer> row : rows) {
      if (row.size() != width) {
        return null;
      }
    }
    for (int i = 0; i < width; i++) {
      int column = i;
      columns.add(rows.stream().map(row -> row.get(column)).toList());
    }
    return columns;
  }

  private List<List<Answer>> rows(List<Token> inside) {
    List<List<Answer>> rows = new ArrayList<>();
    List<Token> row = new ArrayList<>();
    for (Token token : inside) {
      if (token.is(Kind.MATRIX, "\\\\")) {
        addRow(row, rows);
        row.clear();
      } else {
        row.add(token);
      }
    }
    addRow(row, rows);
    return rows;
  }

  private void addRow(List<Token> row, List<List<Answer>> rows) {
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
