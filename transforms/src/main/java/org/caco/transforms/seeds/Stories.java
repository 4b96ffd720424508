package org.caco.transforms.seeds;

import java.util.List;
import org.caco.transforms.records.Seed;

/** Rows that tell a story apart from what it asks, as SVAMP's and ASDiv's. */
final class Stories {
  private static final List<String> EQUATION = List.of("equation", "formula", "solution");

  private Stories() {}

  static boolean fits(Row row) {
    return row.hasColumns("body", "question");
  }

  static String problem(Row row) {
    String question = row.text("question");
    String body = row.optionalText("body").strip();
    if (body.isEmpty()) {
      return question;
    }
    boolean goesOn = Character.isLetterOrDigit(body.charAt(body.length() - 1));
    return body + (goesOn ? ", " : " ") + question;
  }

  static Seed.Builder read(Row row) {
    String solution = row.firstFilled(EQUATION).map(row::optionalText).orElse("");
    String answer = row.answer("answer");
    // ASDiv has its unit behind it: 9 (apples)
    int unit = answer.indexOf(" (");
    return row.seed("svamp", problem(row), solution)
        .setAnswer(unit > 0 && answer.endsWith(")") ? answer.substring(0, unit) : answer);
  }
}
