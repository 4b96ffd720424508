package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;
import org.caco.transforms.step.RejectedException;

/**
 * The problem that a row poses, whatever data set it is of and whether or not it has an answer: its
 * body and question, the first of many columns that hold problems, or what a user asks last in a
 * chat, without the instructions that data sets put around it.
 */
public final class ProblemText {
  /** The reason for a row without a problem. */
  public static final String NO_PROBLEM = "no_problem";

  private static final List<String> COLUMNS =
      List.of(
          "question",
          "problem",
          "text",
          "prompt",
          "question_content",
          "problem_statement",
          "problem_text",
          "question_text",
          "problem_description",
          "squestion",
          "query",
          "instruction",
          "description",
          "instruct_prompt",
          "complete_prompt",
          "input");

  private ProblemText() {}

  /**
   * The problem in a line that holds a row as JSON.
   *
   * @throws RejectedException with reason {@code invalid_json}, {@code not_an_object}, {@code
   *     wrong_type}, {@code missing_field} or {@value #NO_PROBLEM}
   */
  public static String of(String line) {
    return of(Row.parse(line));
  }

  /** As {@link #of(String)}, where a user has named the field. */
  public static String of(String line, SeedFields fields) {
    return fields.problem(fields.rename(Row.parse(line)));
  }

  private static String of(Row row) {
    if (Stories.fits(row)) {
      return Stories.problem(row);
    }
    Optional<String> column = row.first(COLUMNS);
    if (column.isPresent() && !Chats.isChat(row, column.get())) {
      return Worded.statement(row, column.get());
    }
    if (Chats.fits(row)) {
      return Chats.problem(row);
    }
    throw new RejectedException(
        NO_PROBLEM,
        "the fields "
            + row.columns()
            + " hold no problem under a known name, such as question, problem, prompt or messages");
  }
}
