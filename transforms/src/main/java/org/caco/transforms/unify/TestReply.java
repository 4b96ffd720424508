package org.caco.transforms.unify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Bool;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Int;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.Text;

/**
 * What one run of a seed's tests said, as {@code seed_tests.py} writes it. Tests can write anything
 * else in its place, so nothing about it is trusted.
 *
 * @param solutionError why the seed's own solution could not be loaded; empty where it could
 * @param units what became of each test
 * @param calls the calls that had no answer
 */
record TestReply(String solutionError, List<Unit> units, List<Call> calls) {
  private static final int MAX_UNITS = 1_000;
  private static final int MAX_DETAIL = 500;

  /**
   * A test.
   *
   * @param outcome one of passed, failed, error, broken, skipped, missing
   * @param detail why it did not pass
   */
  record Unit(String name, String outcome, String detail) {
    boolean is(String other) {
      return outcome.equals(other);
    }

    /** Whether an answer was wrong in its eyes. */
    boolean refuses() {
      return is("failed") || is("error");
    }
  }

  /**
   * A parameter of the tested function and what a call gives it.
   *
   * @param name empty where it is known by its place alone
   * @param given whether the call says it; false for a default
   */
  record Argument(String name, PythonValue value, boolean given) {}

  /**
   * A call of the tested function.
   *
   * @param key the same for calls with the same arguments
   * @param arguments as they are written
   * @param bound for all the function's parameters, in their order; empty where they are not known
   */
  record Call(String key, List<Argument> arguments, List<Argument> bound) {
    /** The parameters where they are known, else the arguments. */
    List<Argument> parameters() {
      return bound.isEmpty() ? arguments : bound;
    }
  }

  TestReply {
    units = List.copyOf(units);
    calls = List.copyOf(calls);
  }

  /**
   * Reads a reply.
   *
   * @throws IllegalArgumentException where it is none
   */
  static TestReply parse(String json) {
    Dict reply =
        Dict.of(json).orElseThrow(() -> new IllegalArgumentException("it is no dict with entries"));
    List<Unit> units = new ArrayList<>();
    for (PythonValue unit : items(get(reply, "units"))) {
      List<PythonValue> parts = items(unit);
      require(parts.size() == 4 && units.size() < MAX_UNITS);
      units.add(new Unit(text(parts.get(0)), text(parts.get(1)), text(parts.get(2))));
    }
    List<Call> calls = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (PythonValue call : items(get(reply, "calls"))) {
      Call read = call(call);
      require(keys.add(read.key()) && calls.size() < MAX_UNITS);
      calls.add(read);
    }
    return new TestReply(text(get(reply, "solution_error")), units, calls);
  }

  private static Call call(PythonValue value) {
    Dict call = dict(value);
    List<Argument> arguments = new ArrayList<>();
    items(get(call, "args")).forEach(item -> arguments.add(new Argument("", item, true)));
    for (PythonValue named : items(get(call, "kwargs"))) {
      List<PythonValue> parts = items(named);
      require(parts.size() == 2);
      arguments.add(new Argument(text(parts.get(0)), parts.get(1), true));
    }
    List<Argument> bound = new ArrayList<>();
    for (PythonValue parameter : items(get(call, "bound"))) {
      List<PythonValue> parts = items(parameter);
      require(parts.size() == 3);
      bound.add(
          new Argument(text(parts.get(0)), parts.get(1), parts.get(2).equals(new Bool(true))));
    }
    String key = text(get(call, "key"));
    require(key.length() <= 64 && !key.startsWith("$"));
    return new Call(key, arguments, bound);
  }

  private static PythonValue get(Dict dict, String name) {
    for (Entry entry : dict.entries()) {
      if (entry.key().equals(new Text(name))) {
        return entry.value();
      }
    }
    throw new IllegalArgumentException("it has no entry " + name);
  }

  private static Dict dict(PythonValue value) {
    require(value instanceof Dict);
    return (Dict) value;
  }

  private static List<PythonValue> items(PythonValue value) {
    require(value instanceof Items);
    return ((Items) value).items();
  }

  private static String text(PythonValue value) {
    require(value instanceof Text || value instanceof Int);
    String text = value.asText().orElse("");
    String cut = text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    // No half of a character: records do not take it.
    return new String(cut.getBytes(UTF_8), UTF_8);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("it is not in the form of a reply");
    }
  }
}
