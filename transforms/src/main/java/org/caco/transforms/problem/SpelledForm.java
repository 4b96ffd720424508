package org.caco.transforms.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caco.grader.NumberWords;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways in which English spells numbers.
 *
 * @param joint what stands between tens and units, and in shares: a hyphen or a space
 * @param and whether "one hundred and five" has its "and"
 * @param first what stands before one part: "one", "a", or nothing where it is a half
 */
record SpelledForm(String joint, boolean and, String first) {
  private static final Map<Integer, String> SMALL = new HashMap<>();
  private static final Map<Integer, String> PARTS =
      Map.of(2, "half", 3, "third", 4, "quarter", 5, "fifth", 6, "sixth", 8, "eighth", 10, "tenth");
  private static final int MAX = 1_000_000;

  static {
    NumberWords.SMALL.forEach((word, number) -> SMALL.put(number, word));
  }

  /** The ways that there are for a style; one where nothing is spelled. */
  static List<SpelledForm> of(NumberForm.Style style) {
    List<SpelledForm> forms = new ArrayList<>();
    for (String joint : List.of("-", " ")) {
      switch (style) {
        case WORDS -> {
          forms.add(new SpelledForm(joint, true, ""));
          forms.add(new SpelledForm(joint, false, ""));
        }
        case SHARE ->
            List.of("one", "a", "").forEach(one -> forms.add(new SpelledForm(joint, true, one)));
        default -> {
          return List.of(new SpelledForm(joint, true, ""));
        }
      }
    }
    return forms;
  }

  /** A whole number below a million, or null. */
  @Nullable String whole(BigInteger number) {
    return number.signum() < 0 || number.bitLength() > 20 || number.intValue() >= MAX
        ? null
        : whole(number.intValue());
  }

  private String whole(int number) {
    String small = SMALL.get(number);
    if (small != null) {
      return small;
    }
    if (number < 100) {
      return SMALL.get(number / 10 * 10) + joint + SMALL.get(number % 10);
    }
    int unit = number < 1_000 ? 100 : 1_000;
    String above = whole(number / unit) + (unit == 100 ? " hundred" : " thousand");
    int rest = number % unit;
    if (rest == 0) {
      return above;
    }
    return above + (and && rest < 100 ? " and " : " ") + whole(rest);
  }

  /** A share with a denominator that has a name, or null. */
  @Nullable String share(int above, int below) {
    String part = PARTS.get(below);
    String number = SMALL.get(above);
    if (part == null || number == null) {
      return null;
    }
    if (above > 1) {
      return number + joint + part + "s";
    }
    if (!first.isEmpty()) {
      // An eighth is not a eighth.
      return (first.equals("a") ? (below == 8 ? "an " : "a ") : "one" + joint) + part;
    }
    return below == 2 ? part : "a " + part;
  }
}
