package org.caco.transforms.behaviour;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.caco.hash.ContentHash;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.sandbox.Run;
import org.caco.sandbox.Verdict;

/**
 * Changed inputs of one program. First some in which every value is changed, the bases; then some
 * in which one value of a base, or of the program's own input, is changed once more: where the two
 * outputs differ, the program depends on that value.
 */
final class Trials {
  /** Variants that hold for the whole of a program, beyond those that serve as bases. */
  private static final int BASES_PER_VARIANT = 2;

  private static final int WIDE_BASES = 40;

  /** What has an effect in few cases only is found in many trials only. */
  private static final int WIDE_ROUNDS = 80;

  /** What one call of the sandbox may be given. */
  private static final int MAX_INPUTS = 400;

  /**
   * One changed input.
   *
   * @param base index of the trial whose input it is but for one value; -1 is the program's own
   *     input
   * @param key index of that value; -1 in a base
   * @param reshaped whether it has another form than in the base, such as an item less
   */
  private record Trial(Dict input, int base, int key, boolean reshaped) {}

  private final String seed;
  private final Dict own;
  private final List<Trial> trials = new ArrayList<>();
  private final Surroundings around;

  private Trials(String seed, Dict own) {
    this.seed = seed;
    this.own = own;
    around = Surroundings.of(own.values());
  }

  /**
   * Inputs near the program's own.
   *
   * @param seed determines the choices
   * @param variants how often each value is changed
   */
  static Trials near(String seed, Dict own, int variants) {
    Trials made = new Trials(seed, own);
    made.addBases(variants * BASES_PER_VARIANT, false);
    int times = Math.max(1, Math.min(variants, MAX_INPUTS / Math.max(1, own.size())));
    int[] keys = IntStream.range(0, own.size()).toArray();
    for (int i = 0; i < times; i++) {
      made.addSingles(keys, i - 1, i, false);
    }
    return made;
  }

  /** Inputs farther off, to be sure about values that seem to have no effect. */
  static Trials far(String seed, Dict own, BitSet keys) {
    Trials made = new Trials(seed, own);
    made.addBases(WIDE_BASES, true);
    for (int i = 0; i < WIDE_ROUNDS; i++) {
      // At the program's own input too: far from it a step may round to the same whatever is given.
      made.addSingles(keys.stream().toArray(), -1, i, true);
      made.addSingles(keys.stream().toArray(), i % WIDE_BASES, i, true);
    }
    return made;
  }

  private void addBases(int count, boolean wide) {
    for (int i = 0; i < count; i++) {
      // Texts may be names of which only some are known; numbers alone will do if there are any.
      Dict changed = allChanged(i, wide, true);
      if (same(changed, own)) {
        changed = allChanged(i, wide, false);
      }
      trials.add(new Trial(changed, -1, -1, false));
    }
  }

  private Dict allChanged(int number, boolean wide, boolean keepsText) {
    Random random = new Random(ContentHash.number(seed, "all", wide + " " + number));
    Dict changed = own;
    for (int key = 0; key < own.size(); key++) {
      // A switch that is always turned would only be seen in one position.
      if (!(own.value(key) instanceof PythonValue.Bool) || random.nextBoolean()) {
        changed =
            changed.with(
                key,
                new Variation(random, wide, keepsText, around).of(own.name(key), own.value(key)));
      }
    }
    return wide && random.nextInt(4) == 0 ? alike(changed) : changed;
  }

  /** With the first value of each type for all of that type. */
  private static Dict alike(Dict input) {
    Dict changed = input;
    Map<Object, PythonValue> first = new HashMap<>();
    for (int key = 0; key < input.size(); key++) {
      PythonValue value = input.value(key);
      changed = changed.with(key, first.computeIfAbsent(type(value), unused -> value));
    }
    return changed;
  }

  private static Object type(PythonValue value) {
    return value instanceof PythonValue.Items items ? items.kind() : value.getClass();
  }

  /** The form of a value, whatever its numbers and letters are. */
  private static String form(PythonValue value) {
    StringBuilder form = new StringBuilder();
    char last = ' ';
    for (char c : value.toJson().toCharArray()) {
      char kind = c >= '0' && c <= '9' ? '0' : Character.isLetter(c) ? 'a' : c;
      if (kind != last || (kind != '0' && kind != 'a')) {
        form.append(kind);
      }
      last = kind;
    }
    return form.toString();
  }

  /**
   * @param base index of the trial to change; -1 is the program's own input
   * @param number tells the choices from those of other rounds
   */
  private void addSingles(int[] keys, int base, int number, boolean wide) {
    Dict from = base < 0 ? own : trials.get(base).input();
    for (int key : keys) {
      String name = own.name(key);
      Random random = new Random(ContentHash.number(seed, name, base + " " + wide + " " + number));
      PythonValue value = from.value(key);
      Dict changed = from.with(key, new Variation(random, wide, false, around).of(name, value));
      if (trials.size() < MAX_INPUTS && !same(changed, from)) {
        trials.add(new Trial(changed, base, key, !form(value).equals(form(changed.value(key)))));
      }
    }
  }

  private static boolean same(Dict one, Dict other) {
    return one.toJson().equals(other.toJson());
  }

  /** The inputs, for the sandbox. */
  List<String> inputs() {
    return trials.stream().map(trial -> trial.input().toJson()).toList();
  }

  /**
   * The values that had no effect wherever the program could tell.
   *
   * @param ownRun the run with the program's own input
   * @param runs those of {@link #inputs}, as far as there are any
   */
  BitSet withoutEffect(Run ownRun, List<Run> runs) {
    BitSet seen = new BitSet();
    BitSet effective = new BitSet();
    for (int i = 0; i < runs.size(); i++) {
      Trial trial = trials.get(i);
      if (trial.key() < 0) {
        continue;
      }
      Run base = trial.base() < 0 ? ownRun : runs.get(trial.base());
      // That another form is refused does not say that the value is used for anything.
      boolean compared =
          trial.reshaped()
              ? ok(base) && ok(runs.get(i))
              : tells(base) && tells(runs.get(i)) && (ok(base) || ok(runs.get(i)));
      if (compared) {
        seen.set(trial.key());
        if (!sameResult(base, runs.get(i))) {
          effective.set(trial.key());
        }
      }
    }
    seen.andNot(effective);
    return seen;
  }

  private static boolean ok(Run run) {
    return run.verdict() == Verdict.OK;
  }

  /** A run that was cut off says nothing of its result. */
  private static boolean tells(Run run) {
    return ok(run) || run.verdict() == Verdict.ERROR;
  }

  private static boolean sameResult(Run one, Run other) {
    return one.verdict() == other.verdict()
        && Objects.equals(one.output(), other.output())
        && one.outputText().equals(other.outputText());
  }

  /**
   * Which of the runs say how the program fares on nearby inputs: all but the changes of a text
   * that the program knows some values of and fails on every other.
   */
  List<Run> fair(List<Run> runs) {
    BitSet texts = new BitSet();
    for (int key = 0; key < own.size(); key++) {
      texts.set(key, own.value(key).toJson().contains("\""));
    }
    BitSet mended = new BitSet();
    for (int i = 0; i < runs.size(); i++) {
      if (trials.get(i).key() >= 0 && ok(runs.get(i))) {
        mended.set(trials.get(i).key());
      }
    }
    texts.andNot(mended);
    return IntStream.range(0, runs.size())
        .filter(i -> trials.get(i).key() < 0 || !texts.get(trials.get(i).key()))
        .mapToObj(runs::get)
        .toList();
  }

  /** Names of values, for evidence. */
  String names(BitSet keys) {
    return String.join(", ", keys.stream().mapToObj(own::name).toList());
  }
}
