package org.caco.transforms.unify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Floating;
import org.caco.python.PythonValue.Int;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.Text;
import org.caco.transforms.unify.TestReply.Argument;
import org.caco.transforms.unify.TestReply.Call;

/**
 * Writes calls of a tested function as values of the dict {@code input} of a program.
 *
 * <p>The entries of {@code input} are the parameters by name, else by their order; where the
 * program's own input is one of the calls with its arguments in another order, in that order. An
 * entry that is no parameter keeps the value that the program gives it.
 */
final class CallInputs {
  /** Writes a call; empty where it cannot be written so. */
  private interface Form {
    Optional<Dict> write(Call call);
  }

  private final Form form;
  private final boolean tested;

  private CallInputs(Form form, boolean tested) {
    this.form = form;
    this.tested = tested;
  }

  /**
   * How the calls are written for a program; empty where no form fits the first of them.
   *
   * @param own the program's own input
   */
  static Optional<CallInputs> of(Dict own, List<Call> calls) {
    List<Form> forms = new ArrayList<>();
    forms.add(call -> byName(own, call));
    forms.add(call -> byPlace(own, call.parameters()));
    forms.add(call -> byPlace(own, call.arguments()));
    Predicate<Dict> isOwn = input -> same(input, own);
    Predicate<Form> gives =
        form -> calls.stream().flatMap(call -> form.write(call).stream()).anyMatch(isOwn);
    Stream<Form> reordered =
        calls.stream()
            .flatMap(call -> order(own, call).stream())
            .map(order -> call -> reordered(own, call, order));
    Optional<Form> found = Stream.concat(forms.stream(), reordered).filter(gives).findFirst();
    if (found.isPresent()) {
      return Optional.of(new CallInputs(found.get(), true));
    }
    return forms.stream()
        .filter(form -> form.write(calls.get(0)).isPresent())
        .findFirst()
        .map(form -> new CallInputs(form, false));
  }

  /** Whether the program's own input is one of the calls. */
  boolean ownIsTested() {
    return tested;
  }

  /** The input for a call; empty where it has other arguments than the rest. */
  Optional<Dict> input(Call call) {
    return form.write(call);
  }

  private static Optional<Dict> byName(Dict own, Call call) {
    Map<String, Argument> arguments = new LinkedHashMap<>();
    for (Argument argument : call.parameters()) {
      if (argument.name().isEmpty()) {
        return Optional.empty();
      }
      arguments.put(argument.name(), argument);
    }
    List<String> names = own.names();
    boolean known = arguments.keySet().containsAll(names);
    boolean all =
        arguments.values().stream()
            .allMatch(argument -> !argument.given() || names.contains(argument.name()));
    if (arguments.isEmpty() || !(known || all)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : own.entries()) {
      Argument argument = arguments.remove(entry.name());
      entries.add(argument == null ? entry : entry.with(argument.value()));
    }
    arguments.values().stream()
        .filter(Argument::given)
        .forEach(argument -> entries.add(entry(argument)));
    return Optional.of(new Dict(entries));
  }

  private static Optional<Dict> byPlace(Dict own, List<Argument> arguments) {
    if (own.size() > arguments.size()) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (i < own.size()) {
        entries.add(own.entries().get(i).with(argument.value()));
      } else if (argument.given()) {
        if (argument.name().isEmpty()) {
          return Optional.empty();
        }
        entries.add(entry(argument));
      }
    }
    return Optional.of(new Dict(entries));
  }

  /** The place among a call's arguments of each value of {@code own}. */
  private static Optional<List<Integer>> order(Dict own, Call call) {
    List<Argument> arguments = call.arguments();
    if (arguments.size() != own.size()) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>();
    BitSet taken = new BitSet();
    for (PythonValue value : own.values()) {
      int place = 0;
      while (place < arguments.size()
          && (taken.get(place) || !same(value, arguments.get(place).value()))) {
        place++;
      }
      if (place == arguments.size()) {
        return Optional.empty();
      }
      taken.set(place);
      order.add(place);
    }
    return Optional.of(order);
  }

  private static Optional<Dict> reordered(Dict own, Call call, List<Integer> order) {
    List<Argument> arguments = call.arguments();
    if (arguments.size() != order.size()) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      entries.add(own.entries().get(i).with(arguments.get(order.get(i)).value()));
    }
    return Optional.of(new Dict(entries));
  }

  private static Entry entry(Argument argument) {
    return new Entry(new Text(argument.name()), argument.value());
  }

  /**
   * Whether a program would hardly tell the one from the other: a tuple from a list, 2 from 2.0.
   */
  private static boolean same(PythonValue a, PythonValue b) {
    return plain(a).equals(plain(b));
  }

  private static PythonValue plain(PythonValue value) {
    if (value instanceof Items items) {
      Stream<PythonValue> plain = items.items().stream().map(CallInputs::plain);
      List<PythonValue> list =
          items.kind() == Items.Kind.SET
              ? plain.sorted(Comparator.comparing(PythonValue::toJson)).toList()
              : plain.toList();
      return new Items(Items.Kind.LIST, list);
    } else if (value instanceof Dict dict) {
      return new Dict(
          dict.entries().stream()
              .map(entry -> new Entry(plain(entry.key()), plain(entry.value())))
              .sorted(Comparator.comparing(entry -> entry.key().toJson()))
              .toList());
    } else if (value instanceof Floating number && number.isFinite()) {
      return number.decimal().stripTrailingZeros().scale() <= 0
              && number.decimal().precision() - number.decimal().scale() < 40
          ? new Int(number.decimal().toBigInteger())
          : number;
    }
    return value;
  }
}
