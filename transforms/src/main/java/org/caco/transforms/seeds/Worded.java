package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.grader.FinalAnswer;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/**
 * Rows with a problem in words, and an answer, a solution in words, or both. What is called an
 * answer may be a solution in words that ends in one, and what is called a solution may be no more
 * than the answer: the text itself tells.
 */
final class Worded {
  private static final String GSM8K_MARK = "####";
  private static final int MAX_SHORT = 500;
  private static final int MAX_BARE = 100;
  private static final int MAX_ANSWER_WORDS = 3;

  /** Problems are looked for under these names, in this order. */
  static final List<String> PROBLEM =
      List.of(
          "problem",
          "question",
          "problem_statement",
          "problem_text",
          "question_text",
          "squestion",
          "query",
          "instruction",
          "prompt",
          "input",
          "text");

  /** Solutions that somebody has worked out for the data set. */
  private static final List<String> SOLUTION =
      List.of(
          "solution",
          "generated_solution",
          "worked_solution",
          "ground_truth_solution",
          "reference_solution",
          "rationale",
          "explanation",
          "reasoning",
          "cot",
          "chain_of_thought",
          "r1_solution_1");

  /** What a model replied: in words, and any number may be its last. */
  private static final List<String> REPLY =
      List.of("response", "output", "completion", "generation", "reply", "model_answer");

  private static final List<String> ANSWER =
      List.of(
          "answer",
          "answers",
          "expected_answer",
          "final_answer",
          "ground_truth",
          "gold_answer",
          "correct_answer",
          "reference_answer",
          "final_ans",
          "ground_truth_answer",
          "gt_answer",
          "output_answer",
          "gt",
          "short_answer",
          "gold",
          "target",
          "label",
          "lsolutions");

  private static final Set<String> NO_ANSWERS =
      Set.of("notfound", "not found", "none", "null", "nan", "n/a");

  private static final int MAX_NO_ANSWER = 9;
  private static final String PROOF = "proof";
  private static final String BREAKS_OFF = "it ends within what a model thinks";

  /** Shown before a question that is about them. */
  private static final List<String> CONTEXT = List.of("table", "passage", "context");

  private Worded() {}

  /** Whether a row has a problem, and beside it an answer or a solution. */
  static boolean fits(Row row) {
    Optional<String> problem = row.first(PROBLEM);
    return problem.isPresent()
        && (row.first(ANSWER).isPresent()
            || row.first(SOLUTION).isPresent()
            || row.first(REPLY).isPresent())
        && !Chats.isChat(row, problem.get());
  }

  /** Reads a row that {@link #fits}. */
  static Seed.Builder read(Row row) {
    String problem = problem(row);
    Optional<String> reply = row.firstFilled(REPLY);
    Optional<String> worked = row.firstFilled(SOLUTION);
    Optional<String> answer = row.firstFilled(ANSWER);
    String solution =
        worked.or(() -> reply).map(row::optionalText).map(Chats::withoutThought).orElse("");
    if (answer.isPresent() && !isNoAnswer(row, answer.get())) {
      return answered(row, problem, solution, answer.get());
    }
    String column =
        worked.or(() -> reply).or(() -> row.first(ANSWER)).or(() -> row.first(SOLUTION)).orElse("");
    return ofSolution(row, problem, solution, column, worked.isEmpty());
  }

  /** The problem, with what it is about before it. */
  static String problem(Row row) {
    String problem = statement(row, row.first(PROBLEM).orElse("problem"));
    for (String context : CONTEXT) {
      if (row.isFilled(context) && row.isText(context)) {
        return row.text(context) + "\n\n" + problem;
      }
    }
    return problem;
  }

  /** What a column says of the problem, without the instructions around it. */
  static String statement(Row row, String column) {
    String problem = row.text(column);
    if (column.equals("instruction") && row.isFilled("input") && row.isText("input")) {
      problem = problem + "\n\n" + row.text("input");
    }
    return FixedInstructions.without(problem);
  }

  /** A seed whose answer is in a column of its own. */
  static Seed.Builder answered(Row row, String problem, String solution, String column) {
    String answer = Chats.withoutThought(row.answer(column));
    if (answer.isEmpty()) {
      throw row.missingAnswer(column, BREAKS_OFF);
    }
    requireNoProof(row, answer);
    int mark = answer.lastIndexOf(GSM8K_MARK);
    if (mark >= 0) {
      String marked = answer.substring(mark + GSM8K_MARK.length()).strip();
      if (marked.isEmpty()) {
        throw row.missingAnswer(column, "nothing follows " + GSM8K_MARK);
      }
      return row.seed(format(row, "gsm8k"), problem, solution.isEmpty() ? answer.strip() : solution)
          .setAnswer(marked);
    }
    if (isProse(answer)) {
      String last =
          lastOf(answer)
              .orElseThrow(() -> row.missingAnswer(column, "it holds no number and no formula"));
      return row.seed(format(row, "prose"), problem, solution.isEmpty() ? answer : solution)
          .setAnswer(last);
    }
    boolean boxed = BoxedAnswer.last(solution).isPresent();
    String format = solution.isEmpty() ? "answer" : boxed ? "math" : "plain";
    return row.seed(format(row, format), problem, solution).setAnswer(unwrapped(answer));
  }

  /**
   * A seed whose answer is in its solution.
   *
   * @param anyNumber whether the last number will do
   */
  static Seed.Builder ofSolution(
      Row row, String problem, String solution, String column, boolean anyNumber) {
    requireNoProof(row, solution);
    if (solution.isEmpty()) {
      String empty = row.isFilled(column) ? BREAKS_OFF : "it is empty";
      throw row.missingAnswer(column, row.has(column) ? empty : "it is missing");
    }
    Optional<String> boxed = BoxedAnswer.last(solution);
    Optional<String> answer = boxed.or(() -> FinalAnswer.marked(solution));
    if (answer.isEmpty() && isBare(solution)) {
      return row.seed(format(row, "answer"), problem, "").setAnswer(solution.strip());
    }
    if (anyNumber) {
      answer = answer.or(() -> lastOf(solution));
    }
    String format = boxed.isPresent() ? "math" : anyNumber ? "prose" : "plain";
    return row.seed(format(row, format), problem, solution)
        .setAnswer(
            answer.orElseThrow(
                () ->
                    row.missingAnswer(
                        column, "there is no field answer, and it has no closed \\boxed{}")));
  }

  /** What sentences end in: a value of at most three words, or a word by itself. */
  private static Optional<String> lastOf(String prose) {
    return FinalAnswer.of(prose)
        .filter(answer -> words(answer) <= (isValue(answer) ? MAX_ANSWER_WORDS : 1));
  }

  private static boolean isValue(String text) {
    return text.chars().anyMatch(c -> c == '\\' || (c >= '0' && c <= '9'));
  }

  /** The published set that a row's other columns tell of, or what is seen of the row itself. */
  private static String format(Row row, String seen) {
    if (row.hasColumns("llama8b_solve_rate")) {
      return "bigmath";
    } else if (row.hasColumns("problem_type", "question_type")) {
      return "numina";
    } else if (row.hasColumns("generated_solution", "expected_answer")) {
      return "openmath";
    } else if (row.hasColumns("query", "response")) {
      return "metamath";
    } else if (row.hasColumns("instruction", "output")) {
      return "alpaca";
    }
    return seen;
  }

  private static boolean isNoAnswer(Row row, String column) {
    if (!row.isText(column)) {
      return false;
    }
    String answer = row.text(column).strip();
    return answer.length() <= MAX_NO_ANSWER && NO_ANSWERS.contains(LowerCase.of(answer));
  }

  private static void requireNoProof(Row row, String answer) {
    String type = row.isText("question_type") ? row.optionalText("question_type") : "";
    if (isProof(answer.strip()) || isProof(type)) {
      throw new RejectedException("proof", "what is asked for is a proof, which no answer checks");
    }
  }

  private static boolean isProof(String text) {
    return text.length() == PROOF.length() && LowerCase.of(text).equals(PROOF);
  }

  /** Some keep an answer's list of one as its JSON. */
  static String unwrapped(String answer) {
    if (!answer.startsWith("[\"")) {
      return answer;
    }
    return JsonText.nested(answer)
        .filter(list -> list.size() == 1 && list.get(0).isTextual())
        .map(list -> Row.text("answer", list.get(0)).strip())
        .filter(only -> !only.isEmpty())
        .orElse(answer);
  }

  /** Whether a text is sentences, and not an answer by itself. */
  static boolean isProse(String text) {
    if (text.length() > MAX_SHORT) {
      return true;
    }
    int words = words(text);
    return words > 5 || (words > 2 && text.endsWith("."));
  }

  /** Whether a text is no more than an answer: short, with a digit or a formula, no words. */
  private static boolean isBare(String text) {
    if (text.length() > MAX_BARE || text.indexOf('\n') >= 0) {
      return false;
    }
    int words = words(text);
    boolean sentence = words > 0 && text.endsWith(".");
    return words <= 2 && !sentence && isValue(text);
  }

  private static boolean isEnvironment(String command) {
    return command.equals("begin") || command.equals("end");
  }

  /** The words of two letters or more that are not part of a LaTeX command. */
  private static int words(String text) {
    int words = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean command = text.charAt(i) == '\\';
      int start = command ? i + 1 : i;
      int end = start;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      if (!command) {
        words += end - start > 1 ? 1 : 0;
      } else if (text.startsWith("{", end) && isEnvironment(text.substring(start, end))) {
        end = Math.max(end, text.indexOf('}', end));
      }
      i = Math.max(i, end - 1);
    }
    return words;
  }
}
