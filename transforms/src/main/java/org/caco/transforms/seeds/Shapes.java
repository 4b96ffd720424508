package org.caco.transforms.seeds;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/** The shapes of rows that are recognised by their columns. */
final class Shapes {
  /** Each before those that would take its rows for theirs. */
  private static final List<Shape> ALL =
      List.of(
          new Shape(
              "mbpp", "text or prompt, code, test_list", Programming::isMbpp, Programming::mbpp),
          new Shape(
              "humaneval",
              "prompt, canonical_solution, test, entry_point",
              Programming::isHumanEval,
              Programming::humanEval),
          new Shape(
              "kodcode", "question, solution, test", Programming::isKodCode, Programming::kodCode),
          new Shape(
              "contest",
              "question, solutions, input_output or public_test_cases",
              Contests::fits,
              Contests::read),
          new Shape("verl", "prompt, reward_model", Rewarded::fits, Rewarded::read),
          new Shape("svamp", "Body, Question, Answer", Stories::fits, Stories::read),
          new Shape("choice", "question, options, correct", Choices::fits, Choices::read),
          new Shape(
              "worded",
              "problem, question, query, instruction or prompt with solution, response, output,"
                  + " answer or final_answer",
              Worded::fits,
              Worded::read),
          new Shape("chat", "messages or conversations", Chats::fits, Chats::read));

  private Shapes() {}

  /**
   * The seed in a row, without id and location.
   *
   * @throws RejectedException for the reasons that {@link ReadSeeds} lists
   */
  static Seed.Builder read(Row row) {
    for (Shape shape : ALL) {
      if (shape.fits().test(row)) {
        return shape.reader().apply(row);
      }
    }
    throw new RejectedException(
        "unknown_format",
        "the fields "
            + row.columns()
            + " are none of "
            + ALL.stream().map(shape -> "{" + shape.columns() + "}").collect(joining(", "))
            + ": name what to read by --seedFields, as in"
            + " --seedFields=problem=COLUMN,solution=COLUMN,answer=COLUMN");
  }
}
