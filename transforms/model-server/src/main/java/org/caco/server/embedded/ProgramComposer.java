package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Evaluator.Arithmetic;

/** Writes new programs: flows taken from examples or made up, in new words and numbers. */
final class ProgramComposer {
  private static final int ATTEMPTS = 60;
  private static final Rational LARGEST = Rational.of(5_000_000);

  private ProgramComposer() {}

  /**
   * A new computation.
   *
   * @param examples what to vary and combine; a flow is made up where there are none
   */
  static Computation compose(List<Computation> examples, Random random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        // The simpler, the longer nothing works out.
        Skeleton skeleton =
            attempt < ATTEMPTS / 2 && !examples.isEmpty()
                ? combined(examples, random)
                : Skeleton.free(3 + random.nextInt(4), random);
        Computation computation = new Dressing(random).dress(skeleton.shortened());
        if (sane(computation)) {
          return computation;
        }
      } catch (CannotException e) {
        // These numbers or this flow do not work out; the next ones may.
      }
    }
    throw new CannotException("no new program comes to mind");
  }

  private static Skeleton combined(List<Computation> examples, Random random) {
    Skeleton first = Skeleton.of(examples.get(random.nextInt(examples.size())));
    Skeleton skeleton = first;
    int plan = random.nextInt(4);
    if (plan < 2 && examples.size() > 1) {
      Skeleton second = Skeleton.of(examples.get(random.nextInt(examples.size())));
      skeleton = first.then(second, random);
    }
    for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
      skeleton = skeleton.mutated(random);
    }
    for (int tail = (plan == 0 ? 0 : 1) + random.nextInt(2); tail > 0; tail--) {
      skeleton = skeleton.extended(random);
    }
    return skeleton;
  }

  private static boolean sane(Computation computation) {
    Rational result = Evaluator.result(computation, Arithmetic.EXACT).exact();
    if (result.signum() <= 0
        || result.compareTo(LARGEST) > 0
        || !result.round(2).equals(result)
        || computation.inputs().size() < 2
        || computation.steps().size() < 2) {
      return false;
    }
    Set<Rational> given = new HashSet<>();
    for (Quantity input : computation.inputs()) {
      input.values().forEach(value -> given.add(value.value()));
    }
    return !given.contains(result);
  }

  /** A program for the computation, in one of many styles. */
  static String write(Computation computation, Random random) {
    PythonWriter.Style style =
        new PythonWriter.Style(
            random.nextInt(3) == 0 ? Arithmetic.EXACT : Arithmetic.PYTHON,
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
            random.nextInt(3) == 0 ? docstring(computation, random) : "");
    Rational exact = Evaluator.result(computation, Arithmetic.EXACT).exact();
    String program = PythonWriter.write(computation, style);
    List<PythonWriter.Style> styles = new ArrayList<>();
    styles.add(style);
    styles.add(PythonWriter.Style.PLAIN);
    for (PythonWriter.Style candidate : styles) {
      program = PythonWriter.write(computation, candidate);
      Value value = Evaluator.result(PythonReader.read(program), Arithmetic.PYTHON);
      // Floats that do not show their exact value would puzzle a reader.
      if (value.toExact().equals(exact)) {
        return program;
      }
    }
    return program;
  }

  private static String docstring(Computation computation, Random random) {
    String result = computation.steps().get(computation.steps().size() - 1).name();
    List<String> places = Scene.of(computation, random).places();
    String place = places.get(random.nextInt(places.size()));
    return Phrases.capital(Phrases.noun(result)) + " at " + place + ".";
  }
}
