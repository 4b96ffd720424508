package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Phrasebook.Template;

/** Puts a computation into a word problem. */
final class EnglishWriter {
  private final Computation computation;
  private final Random random;
  private final String who;
  private final StringBuilder text = new StringBuilder();

  private EnglishWriter(Computation computation, Random random) {
    this.computation = computation;
    this.random = random;
    this.who = pick(Lexicon.PEOPLE);
  }

  /**
   * The problem whose answer is the computation's result.
   *
   * @param random chooses among phrasings
   */
  static String write(Computation computation, Random random) {
    return new EnglishWriter(computation, random).write();
  }

  private String write() {
    List<PlainStep> steps = PlainSteps.of(computation);
    sentence(
        pick(Phrasebook.OPENINGS)
            .fill(Map.of("who", who, "place", pick(Scene.of(computation, random).places()))));
    Set<Quantity> open = new LinkedHashSet<>(computation.inputs());
    boolean together = random.nextBoolean();
    if (together) {
      given(new ArrayList<>(open));
      open.clear();
    }
    for (PlainStep step : steps) {
      Set<String> needs = Computation.references(step.expr());
      List<Quantity> now =
          open.stream().filter(quantity -> needs.contains(quantity.name())).toList();
      given(now);
      open.removeAll(now);
      sentence(step(step));
    }
    String result = steps.get(steps.size() - 1).result();
    boolean count = Phrases.plural(result) && random.nextInt(3) > 0;
    Template question = pick(count ? Phrasebook.COUNT_QUESTIONS : Phrasebook.QUESTIONS);
    text.append(
        Phrases.capital(
            question.fill(
                Map.of("r", Phrases.noun(result), "words", Phrases.words(result), "who", who))));
    return text.toString();
  }

  private void sentence(String words) {
    text.append(Phrases.capital(words)).append(". ");
  }

  private void given(List<Quantity> quantities) {
    List<String> together = new ArrayList<>();
    for (Quantity quantity : quantities) {
      String words = Phrases.words(quantity.name());
      if (quantity.list()) {
        List<String> values = quantity.values().stream().map(v -> v.value().toString()).toList();
        sentence(Phrasebook.LISTED.fill(Map.of("words", words, "values", Phrases.list(values))));
        continue;
      }
      String value = quantity.values().get(0).value().toString();
      Map<String, String> holes =
          Map.of("r", Phrases.noun(quantity.name()), "words", words, "v", value, "who", who);
      if (Phrases.plural(quantity.name()) && random.nextInt(2) == 0) {
        if (quantity.name().contains("_per_")) {
          // Nobody counts the apples per crate.
          sentence(Phrasebook.COUNTED.get(0).fill(holes));
          continue;
        }
        sentence(pick(Phrasebook.COUNTED).fill(holes));
      } else if (random.nextInt(2) == 0) {
        sentence(pick(Phrasebook.GIVEN).fill(holes));
      } else {
        together.add(Phrasebook.GIVEN.get(0).fill(holes));
      }
    }
    if (!together.isEmpty()) {
      sentence(Phrases.list(together));
    }
  }

  private String step(PlainStep step) {
    Map<String, String> holes = new HashMap<>();
    holes.put("r", Phrases.noun(step.result()));
    Template template = pick(Phrasebook.STEPS.getOrDefault(step.kind(), List.of()));
    boolean plain = template.plain() || step.kind().ofList();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < step.atoms().size(); i++) {
      String atom = atom(step.atoms().get(i), plain);
      String hole = step.kind().ofList() ? "l" : Character.toString((char) ('a' + i));
      holes.put(hole, atom);
      if (!template.holes().contains(hole)) {
        rest.add(atom);
      }
    }
    holes.put("list", Phrases.list(rest));
    return template.fill(holes);
  }

  private static String atom(Expr atom, boolean plain) {
    if (atom instanceof Expr.Num num) {
      return num.value().toString();
    }
    String name = ((Expr.Ref) atom).name();
    return plain ? "the " + Phrases.words(name) : Phrases.noun(name);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
