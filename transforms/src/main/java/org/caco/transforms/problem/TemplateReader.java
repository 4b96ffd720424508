package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caco.python.PythonLexer;
import org.caco.python.PythonValue;
import org.caco.transforms.problem.InputLeaves.Leaf;
import org.caco.transforms.problem.ProblemTemplate.Kind;
import org.caco.transforms.problem.ProblemTemplate.Slot;
import org.caco.transforms.problem.ProblemTemplate.Written;
import org.caco.transforms.problem.StatedNumbers.Mention;
import org.caco.transforms.step.RejectedException;
import org.jspecify.annotations.Nullable;

/** Finds the places that numbers of an input have in a text. */
final class TemplateReader {
  private final String text;
  private final InputLeaves leaves;
  private final Tokens tokens;
  private final StatedNumbers stated;

  /** Numbers that are written out, without those that only lie over them. */
  private final List<Mention> mentions = new ArrayList<>();

  private final Map<Mention, Leaf> taken = new HashMap<>();

  TemplateReader(String text, InputLeaves leaves) {
    this.text = text;
    this.leaves = leaves;
    this.tokens = Tokens.of(text);
    this.stated = StatedNumbers.of(tokens);
    for (Mention mention : stated.mentions()) {
      if (mention.exact() || !mention.shares().isEmpty()) {
        mentions.add(mention);
      }
    }
  }

  /**
   * The template.
   *
   * @param code the program's source, whose numbers the text may have too
   * @throws RejectedException where there is none
   */
  ProblemTemplate template(PythonValue.Dict input, String code) {
    Set<BigDecimal> fixed = new HashSet<>(leaves.fixed());
    fixed.addAll(constants(code));
    List<Written> written = new ArrayList<>();
    Set<String> heldLists = new HashSet<>();
    Set<String> placedLists = new HashSet<>();
    Set<BigDecimal> others = new HashSet<>();
    for (Leaf leaf : leaves.numbers()) {
      Optional<Mention> place = place(leaf);
      (place.isPresent() ? placedLists : heldLists).add(leaf.list());
      if (place.isPresent()) {
        written.add(written(leaf, place.get()));
      } else {
        others.add(leaf.number().abs());
      }
    }
    heldLists.retainAll(placedLists);
    heldLists.remove("");
    if (!heldLists.isEmpty()) {
      throw new RejectedException(
          ProblemTemplate.STATED_OTHERWISE, "a part of the list " + heldLists);
    }
    if (written.isEmpty()) {
      throw new RejectedException(ProblemTemplate.NO_PLACE, "no number of its input");
    }
    fixed.addAll(others);
    for (Mention mention : mentions) {
      if (!taken.containsKey(mention)) {
        checkKnown(mention, fixed);
        others.add(mention.value());
      }
    }
    return new ProblemTemplate(text, input, written, others);
  }

  /** The one place of a number; empty where it stays. */
  private Optional<Mention> place(Leaf leaf) {
    BigDecimal number = leaf.number().abs();
    List<Mention> places =
        new ArrayList<>(mentions.stream().filter(each -> says(each, number)).toList());
    if (places.size() > 1 && number.compareTo(BigDecimal.ONE) == 0) {
      // The one of "one of them" counts nothing.
      places.removeIf(each -> text.substring(each.start(), each.end()).equalsIgnoreCase("one"));
    }
    if (places.size() > 1 || (places.size() == 1 && taken.containsKey(places.get(0)))) {
      throw new RejectedException(
          ProblemTemplate.STANDS_TWICE, "input " + leaf.path() + ": " + number.toPlainString());
    }
    if (places.isEmpty()) {
      boolean small = number.compareTo(BigDecimal.ONE) == 0 || number.signum() == 0;
      if (!small && mentions.stream().anyMatch(each -> saysOtherwise(each, number))) {
        throw new RejectedException(
            ProblemTemplate.STATED_OTHERWISE,
            "input " + leaf.path() + ": " + number.toPlainString());
      }
      return Optional.empty();
    }
    if (stated.known().implied(number, leaf.name())) {
      throw new RejectedException(
          ProblemTemplate.ALSO_IMPLIED, "input " + leaf.path() + ": " + number.toPlainString());
    }
    taken.put(places.get(0), leaf);
    return Optional.of(places.get(0));
  }

  /** Whether a number is written out, or a percentage as its part of 1, or an hour. */
  private boolean says(Mention mention, BigDecimal number) {
    BigDecimal value = mention.value();
    return value.compareTo(number) == 0
        || near(value, number)
        || (mention.percent() && value.movePointLeft(2).compareTo(number) == 0)
        || ("pm".equals(hour(mention)) && value.add(BigDecimal.valueOf(12)).compareTo(number) == 0);
  }

  /** Whether a decimal is the share that is written, as 0.3333333333333333 is a third. */
  private static boolean near(BigDecimal value, BigDecimal number) {
    return value.scale() > 9 && value.subtract(number).abs().compareTo(new BigDecimal("1e-9")) < 0;
  }

  private static boolean saysOtherwise(Mention mention, BigDecimal number) {
    Set<BigDecimal> said = new HashSet<>();
    mention.values().forEach(value -> said.add(value.stripTrailingZeros()));
    mention.conversions().forEach(value -> said.add(value.stripTrailingZeros()));
    for (BigDecimal share : mention.shares()) {
      said.add(share.movePointRight(2).stripTrailingZeros());
      said.add(BigDecimal.ONE.add(share).stripTrailingZeros());
      said.add(BigDecimal.ONE.subtract(share).stripTrailingZeros());
      said.add(share.stripTrailingZeros());
    }
    return said.contains(number.stripTrailingZeros());
  }

  private Written written(Leaf leaf, Mention mention) {
    String hour = hour(mention);
    String number = text.substring(mention.start(), mention.end());
    int first = tokenAt(mention.start());
    int behind = tokenAt(mention.end());
    boolean money = Money.isSign(tokens.text(first - 1));
    NumberForm form =
        NumberForm.of(number, leaf.number().abs(), mention.percent(), money, hour)
            .filter(found -> mayStand(found, number, behind))
            .orElseThrow(
                () ->
                    new RejectedException(
                        ProblemTemplate.OTHER_FORM, "input " + leaf.path() + ": " + number));
    boolean one = leaf.number().abs().compareTo(BigDecimal.ONE) == 0 && hour == null;
    Wording wording =
        Wording.of(tokens, first, behind, one, leaf.name())
            .orElseThrow(
                () ->
                    new RejectedException(
                        ProblemTemplate.WORDING, "input " + leaf.path() + ": " + around(mention)));
    Slot slot =
        new Slot(
            leaf.path(),
            Set.copyOf(leaf.name().words()),
            leaf.value() instanceof PythonValue.Int,
            leaf.number(),
            leaf.value() instanceof PythonValue.Int ? 0 : form.scale(),
            kind(form, mention));
    return new Written(slot, mention.start(), mention.end(), form, wording);
  }

  private static Kind kind(NumberForm form, Mention mention) {
    return switch (form.relation()) {
      case HOUR, AFTERNOON -> Kind.HOUR;
      case PERCENT -> Kind.PART;
      case SAME ->
          switch (form.style()) {
            case FRACTION, SHARE -> Kind.FRACTION;
            case WORDS -> Kind.WORDS;
            case DIGITS, GROUPED -> mention.percent() ? Kind.PERCENT : Kind.PLAIN;
          };
    };
  }

  /** Half of it, but not half an hour; nor 14:30, 5/8 of LaTeX, x^2. */
  private boolean mayStand(NumberForm form, String number, int behind) {
    if (form.style() == NumberForm.Style.SHARE) {
      return !number.equalsIgnoreCase("half") || tokens.is(behind, "of");
    }
    String next = tokens.text(behind);
    return !next.equals(":") && !next.equals("^") && !next.equals("/");
  }

  /** "am" or "pm" behind a number; "o" for o'clock; else null. */
  private @Nullable String hour(Mention mention) {
    int behind = tokenAt(mention.end());
    String next = tokens.word(behind);
    if (next.equals("am") || next.equals("pm")) {
      return next;
    }
    boolean dotted = tokens.is(behind + 1, ".") && tokens.is(behind + 2, "m");
    if (dotted && (next.equals("a") || next.equals("p"))) {
      return next + "m";
    }
    boolean clock = next.equals("o") && tokens.is(behind + 2, "clock");
    return clock ? "o" : null;
  }

  /** The token that begins at a character or behind it. */
  private int tokenAt(int character) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).start() < character) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private String around(Mention mention) {
    int from = Math.max(0, mention.start() - 20);
    return text.substring(from, Math.min(text.length(), mention.end() + 20));
  }

  private void checkKnown(Mention mention, Set<BigDecimal> fixed) {
    Set<BigDecimal> said = new HashSet<>(mention.shares());
    said.add(mention.value());
    if (mention.percent()) {
      said.add(mention.value().movePointLeft(2));
    }
    boolean known =
        mention.value().signum() == 0
            || mention.value().compareTo(BigDecimal.ONE) == 0
            || said.stream().anyMatch(each -> contains(fixed, each))
            || (!mention.exact() && mention.values().stream().anyMatch(v -> contains(fixed, v)));
    if (!known) {
      throw new RejectedException(ProblemTemplate.OTHER_NUMBER, around(mention));
    }
  }

  private static boolean contains(Set<BigDecimal> numbers, BigDecimal number) {
    return numbers.stream().anyMatch(each -> each.compareTo(number) == 0);
  }

  /** The numbers that the source has anywhere but in its input, or may have. */
  private static Set<BigDecimal> constants(String code) {
    Set<BigDecimal> constants = new HashSet<>();
    for (PythonLexer.Line line : PythonLexer.lines(code)) {
      if (line.column() == 0 && line.tokens().get(0).is("input")) {
        continue;
      }
      for (PythonLexer.Token token : line.tokens()) {
        if (token.kind() == PythonLexer.Kind.NUMBER && token.text().length() < 40) {
          StatedNumbers.of(token.text().replace("_", "")).numerals().forEach(constants::add);
        }
      }
    }
    return constants;
  }
}
