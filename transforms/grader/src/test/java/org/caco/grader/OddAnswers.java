package org.caco.grader;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random texts: mutated answers, pieces of LaTeX put together at random, and any characters at all.
 */
final class OddAnswers {
  private static final List<AnswerPairs.Pair> PAIRS = AnswerPairs.all();
  private static final String[] PIECES =
      ("\\frac { } ( ) [ ] \\{ \\} 1 2 34 0.5 , \\, \\! ^ _ \\sqrt \\pi \\circ x y e i + - * / = <"
              + " \\le \\cup \\infty \\text{ \\begin{pmatrix} \\end{pmatrix} & \\\\ % $ \\$ ! |"
              + " \\binom \\log \\sin and or . apples hours \\boxed{ #### \\overline 1/3 10^ 999999999"
              + " e9 ** ' \" \\lfloor \\r"
              + "floor ∞ ½ base _{7} \\pm : p.m. million \\left \\r"
              + "ight max( gcd( 2004!")
          .split(" ");

  private final SplittableRandom random;

  OddAnswers(long seed) {
    random = new SplittableRandom(seed);
  }

  String next() {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> mutated(answer());
      case 3 -> pieces(random.nextInt(1, 12));
      case 4 -> pieces(random.nextInt(1, 60));
      default -> characters(random.nextInt(1, 20));
    };
  }

  private String answer() {
    AnswerPairs.Pair pair = PAIRS.get(random.nextInt(PAIRS.size()));
    return random.nextBoolean() ? pair.gold() : pair.pred();
  }

  private String pieces(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) == 0 ? " " : "");
    }
    return text.toString();
  }

  private String characters(int count) {
    StringBuilder text = new StringBuilder();
    int range = random.nextBoolean() ? 0x7f : 0x10000;
    for (int i = 0; i < count; i++) {
      text.append((char) random.nextInt(range));
    }
    return text.toString();
  }

  private String mutated(String answer) {
    StringBuilder text = new StringBuilder(answer);
    for (int changes = random.nextInt(4); changes > 0 && text.length() > 1; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.setCharAt(at, (char) random.nextInt(32, 127));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 6)));
      }
    }
    return text.toString();
  }
}
