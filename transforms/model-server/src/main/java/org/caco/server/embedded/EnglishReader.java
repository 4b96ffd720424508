package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Computation.Step;
import org.caco.server.embedded.Phrasebook.Template;
import org.caco.server.embedded.PlainStep.Kind;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** Reads a word problem in the words of {@link Phrasebook} back as a computation. */
final class EnglishReader {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!])\\s+");
  private static final Pattern ITEM_END = Pattern.compile(", | and ");
  private static final int MAX_SENTENCES = 100;

  private final Map<String, Quantity> inputs = new HashMap<>();
  private final List<Quantity> ordered = new ArrayList<>();
  private final Map<String, Step> steps = new HashMap<>();
  private final List<Step> orderedSteps = new ArrayList<>();

  private EnglishReader() {}

  /**
   * The computation that the problem asks for.
   *
   * @throws CannotException where a sentence is not understood
   */
  static Computation read(String problem) {
    return new EnglishReader().problem(problem);
  }

  private Computation problem(String problem) {
    String[] sentences = SENTENCE_END.split(problem.strip(), -1);
    if (sentences.length > MAX_SENTENCES) {
      throw new CannotException("the problem is too long");
    }
    for (int i = 0; i < sentences.length - 1; i++) {
      String sentence = LowerCase.of(sentences[i]);
      sentence = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
      if (!step(sentence) && !given(sentence) && !opening(sentence)) {
        throw new CannotException("the sentence is not understood: " + sentences[i]);
      }
    }
    String result = asked(LowerCase.of(sentences[sentences.length - 1]));
    return new Computation("", ordered, orderedSteps, new Expr.Ref(result));
  }

  private static boolean opening(String sentence) {
    return Phrasebook.OPENINGS.stream().anyMatch(opening -> opening.match(sentence) != null);
  }

  private String asked(String question) {
    for (Template template : Phrasebook.COUNT_QUESTIONS) {
      Map<String, String> holes = template.match(question);
      if (holes != null && known(hole(holes, "words").replace(' ', '_'))) {
        return hole(holes, "words").replace(' ', '_');
      }
    }
    for (Template template : Phrasebook.QUESTIONS) {
      Map<String, String> holes = template.match(question);
      String name = holes == null ? null : Phrases.name(hole(holes, "r"));
      if (name != null && known(name)) {
        return name;
      }
    }
    throw new CannotException("the question is not understood: " + question);
  }

  /** What a sentence has in one of its template's holes. */
  private static String hole(Map<String, String> holes, String name) {
    return Objects.requireNonNull(holes.get(name), name);
  }

  private boolean known(String name) {
    return inputs.containsKey(name) || steps.containsKey(name);
  }

  private boolean step(String sentence) {
    for (Map.Entry<Kind, List<Template>> entry : Phrasebook.STEPS.entrySet()) {
      for (Template template : entry.getValue()) {
        Map<String, String> holes = template.match(sentence);
        PlainStep step = holes == null ? null : step(entry.getKey(), template, holes);
        if (step != null) {
          Step found = new Step(step.result(), step.expr());
          steps.put(found.name(), found);
          orderedSteps.add(found);
          return true;
        }
      }
    }
    return false;
  }

  /** The step, or null where a hole holds something else than it should. */
  private @Nullable PlainStep step(Kind kind, Template template, Map<String, String> holes) {
    String name = Phrases.name(hole(holes, "r"));
    if (name == null || known(name)) {
      return null;
    }
    List<Expr> atoms = new ArrayList<>();
    if (kind.ofList()) {
      String list = Phrases.name(hole(holes, "l"));
      if (list == null || !inputs.containsKey(list) || !inputs.get(list).list()) {
        return null;
      }
      atoms.add(new Expr.Ref(list));
      return new PlainStep(kind, name, atoms);
    }
    for (String hole : List.of("a", "b", "c", "d")) {
      if (template.holes().contains(hole)) {
        atoms.add(atom(hole(holes, hole)));
      }
    }
    if (holes.containsKey("list")) {
      for (String item : ITEM_END.split(hole(holes, "list"), -1)) {
        atoms.add(atom(item));
      }
    }
    return atoms.contains(null) ? null : new PlainStep(kind, name, atoms);
  }

  private @Nullable Expr atom(String phrase) {
    if (NUMBER.matcher(phrase).matches()) {
      return Expr.Num.of(Rational.parse(phrase));
    }
    String name = Phrases.name(phrase);
    return name != null && known(name) ? new Expr.Ref(name) : null;
  }

  private boolean given(String sentence) {
    Map<String, String> listed = Phrasebook.LISTED.match(sentence);
    if (listed != null) {
      List<Expr.Num> values = new ArrayList<>();
      for (String item : ITEM_END.split(hole(listed, "values"), -1)) {
        if (!NUMBER.matcher(item).matches()) {
          return false;
        }
        values.add(Expr.Num.of(Rational.parse(item)));
      }
      add(new Quantity(hole(listed, "words").replace(' ', '_'), values, true));
      return true;
    }
    for (Template template : Phrasebook.COUNTED) {
      Map<String, String> holes = template.match(sentence);
      if (holes != null && value(Phrases.name("the " + hole(holes, "words")), hole(holes, "v"))) {
        return true;
      }
    }
    for (Template template : Phrasebook.GIVEN) {
      Map<String, String> holes = template.match(sentence);
      if (holes != null && value(Phrases.name(hole(holes, "r")), hole(holes, "v"))) {
        return true;
      }
    }
    boolean all = false;
    for (String item : ITEM_END.split(sentence, -1)) {
      Map<String, String> holes = Phrasebook.GIVEN.get(0).match(item);
      if (holes == null || !value(Phrases.name(hole(holes, "r")), hole(holes, "v"))) {
        return false;
      }
      all = true;
    }
    return all;
  }

  private boolean value(@Nullable String name, String number) {
    if (name == null || !NUMBER.matcher(number).matches() || known(name)) {
      return false;
    }
    add(Quantity.of(name, Expr.Num.of(Rational.parse(number))));
    return true;
  }

  private void add(Quantity quantity) {
    inputs.put(quantity.name(), quantity);
    ordered.add(quantity);
  }
}
