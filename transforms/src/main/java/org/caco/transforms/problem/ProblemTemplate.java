package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caco.python.PythonValue;
import org.caco.transforms.records.Place;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;

/**
 * A problem's text as one into which other numbers can be written: every number of the input has
 * exactly one place in it, and every other number of the text is one of the program's own.
 *
 * <p>Numbers that need not be stated, such as the 7 of a week, and texts of the input stay as they
 * are. A number is written as the one in its place was: in digits with or without separators, in
 * words up to a hundred, as a percentage, an amount of money, a fraction, a share in words, an hour
 * before or after noon. Articles and the plural of what there was one of go with it.
 *
 * <p>No template has a text in which
 *
 * <ul>
 *   <li>{@value #STANDS_TWICE}: a number of the input stands more than once, or is that of another
 *       input;
 *   <li>{@value #STATED_OTHERWISE}: a number is said in another way, as 30 minutes by half an hour,
 *       or a list by its ends;
 *   <li>{@value #ALSO_IMPLIED}: words imply what digits say;
 *   <li>{@value #OTHER_FORM}: a number is written in a form that no other is, as "a dozen";
 *   <li>{@value #WORDING}: other numbers need other words than can be told;
 *   <li>{@value #OTHER_NUMBER}: there is a number that is neither in the input nor in the program,
 *       and may be worked out from the input;
 *   <li>{@value #OTHER_VALUE}: the input has numbers in more than dicts, lists and tuples;
 *   <li>{@value #NO_PLACE}: no number of the input stands in it.
 * </ul>
 */
public final class ProblemTemplate {
  /** A number of the input stands more than once. */
  public static final String STANDS_TWICE = "number_stands_twice";

  /** A number is said in another way. */
  public static final String STATED_OTHERWISE = "number_stated_otherwise";

  /** Words imply a number that the text states. */
  public static final String ALSO_IMPLIED = "number_also_implied";

  /** A number has a form that other numbers do not have. */
  public static final String OTHER_FORM = "number_of_other_form";

  /** Words would have to go with the number. */
  public static final String WORDING = "wording";

  /** The text has a number that is not known. */
  public static final String OTHER_NUMBER = "other_number";

  /** The input has a value of another kind. */
  public static final String OTHER_VALUE = "other_value";

  /** The text has no number of the input. */
  public static final String NO_PLACE = "no_place";

  /**
   * A number of the input that has its place in the text.
   *
   * @param path the names and places that lead to it
   * @param words of the names on its path, in the singular
   * @param whole whether it is an int
   * @param number as the input has it
   * @param scale decimals that its form writes at most
   * @param kind of what is written
   */
  public record Slot(
      String path, Set<String> words, boolean whole, BigDecimal number, int scale, Kind kind) {}

  /** What kind of number is written, which bounds others. */
  public enum Kind {
    /** Any number. */
    PLAIN,
    /** A number in words. */
    WORDS,
    /** A percentage, which the input has as such. */
    PERCENT,
    /** A percentage, which the input has as a part of 1. */
    PART,
    /** A fraction below 1. */
    FRACTION,
    /** An hour before noon, or before midnight. */
    HOUR
  }

  /** A number in the text: where it stands, and how. */
  record Written(Slot slot, int start, int end, NumberForm form, Wording wording) {}

  private final String text;
  private final PythonValue.Dict input;
  private final List<Written> written;
  private final Set<BigDecimal> others;

  ProblemTemplate(
      String text, PythonValue.Dict input, List<Written> written, Set<BigDecimal> others) {
    this.text = text;
    this.input = input;
    this.written = List.copyOf(written);
    this.others = Set.copyOf(others);
  }

  /**
   * The template that an executed sample with a problem is.
   *
   * @throws RejectedException with one of these reasons
   */
  public static ProblemTemplate of(Sample sample) {
    PythonValue.Dict input =
        PythonValue.Dict.of(sample.getExecution().getInput())
            .orElseThrow(() -> new RejectedException(OTHER_VALUE, "its input is no dict"));
    String text = sample.getProblem().getText();
    if (text.length() > StatedNumbers.MAX_LENGTH) {
      throw new RejectedException(OTHER_FORM, "too long a text");
    }
    return new TemplateReader(text, InputLeaves.of(input))
        .template(input, sample.getProgram().getCode());
  }

  /** The numbers that have a place, in the order of the input. */
  public List<Slot> slots() {
    return written.stream().map(Written::slot).toList();
  }

  /** Numbers that the text has elsewhere, and that stay. */
  public Set<BigDecimal> others() {
    return others;
  }

  /** The places, in the order of the text. */
  public List<Place> places() {
    return written.stream()
        .sorted(Comparator.comparingInt(Written::start))
        .map(
            each ->
                Place.newBuilder()
                    .setPath(each.slot().path())
                    .setStart(each.start())
                    .setEnd(each.end())
                    .setForm(each.form().label())
                    .build())
        .toList();
  }

  /**
   * The input with other numbers.
   *
   * @param numbers for each slot, in their order
   */
  public PythonValue.Dict input(List<BigDecimal> numbers) {
    Map<String, PythonValue> values = new HashMap<>();
    for (int i = 0; i < written.size(); i++) {
      BigDecimal number = numbers.get(i);
      values.put(
          written.get(i).slot().path(),
          written.get(i).slot().whole()
              ? new PythonValue.Int(number.toBigInteger())
              : PythonValue.Floating.of(number.doubleValue()));
    }
    return InputLeaves.with(input, values);
  }

  /**
   * The text with other numbers.
   *
   * @param numbers for each slot, in their order
   * @return empty where a form cannot hold its number, or words would have to go with it
   */
  public Optional<String> text(List<BigDecimal> numbers) {
    List<Wording.Edit> edits = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Written each = written.get(i);
      BigDecimal number = numbers.get(i).abs();
      Optional<String> other = each.form().write(number);
      boolean one = isOne(each, number) != isOne(each, each.slot().number().abs());
      if (other.isEmpty() || (one && isOne(each, number))) {
        return Optional.empty();
      }
      edits.add(new Wording.Edit(each.start(), each.end(), other.get()));
      if (number.compareTo(each.slot().number().abs()) != 0) {
        edits.addAll(each.wording().edits(other.get()));
      }
    }
    edits.sort(Comparator.comparingInt(Wording.Edit::start));
    StringBuilder changed = new StringBuilder();
    int at = 0;
    for (Wording.Edit edit : edits) {
      if (edit.start() < at) {
        return Optional.empty();
      }
      changed.append(text, at, edit.start()).append(edit.text());
      at = edit.end();
    }
    return Optional.of(changed.append(text.substring(at)).toString());
  }

  /** Whether what is written is 1, behind which nouns have no plural. */
  private static boolean isOne(Written written, BigDecimal number) {
    return written.slot().kind() != Kind.HOUR && number.compareTo(BigDecimal.ONE) == 0;
  }

  /** Whether these are the numbers that a template of another text has in its places. */
  public boolean isAlike(ProblemTemplate other) {
    return paths().equals(other.paths());
  }

  private List<String> paths() {
    return written.stream()
        .sorted(Comparator.comparingInt(Written::start))
        .map(each -> each.slot().path())
        .collect(Collectors.toList());
  }
}
