package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.python.PythonValue;
import org.caco.transforms.step.RejectedException;

/** The numbers of an input, each with the way that leads to it, and what else it holds. */
final class InputLeaves {
  /**
   * A number.
   *
   * @param path such as {@code prices[2]} or {@code trip.hours}
   * @param list the path of the list that it is an item of; empty if of none
   * @param name what the names on its path say
   */
  record Leaf(String path, String list, EntryName name, PythonValue value, BigDecimal number) {}

  private final List<Leaf> numbers = new ArrayList<>();
  private final Set<BigDecimal> fixed = new HashSet<>();

  private InputLeaves() {}

  /**
   * The leaves of an input of dicts, lists and tuples.
   *
   * @throws RejectedException with {@link ProblemTemplate#OTHER_VALUE} where there is a number in
   *     anything else, such as a set or a key
   */
  static InputLeaves of(PythonValue.Dict input) {
    InputLeaves leaves = new InputLeaves();
    leaves.add(input, "", "", new String[0]);
    return leaves;
  }

  /** In their order. */
  List<Leaf> numbers() {
    return numbers;
  }

  /** What a text may say of the input that stays: numbers in its texts, and how long lists are. */
  Set<BigDecimal> fixed() {
    return fixed;
  }

  private void add(PythonValue value, String path, String list, String[] names) {
    if (value instanceof PythonValue.Dict dict) {
      fixed.add(BigDecimal.valueOf(dict.size()));
      for (PythonValue.Entry entry : dict.entries()) {
        if (!(entry.key() instanceof PythonValue.Text key)) {
          throw new RejectedException(ProblemTemplate.OTHER_VALUE, "a key that is no text");
        }
        fixed.addAll(StatedNumbers.of(key.value()).numerals());
        String[] deeper =
            names.length == 0 ? new String[] {key.value()} : new String[] {names[0], key.value()};
        add(entry.value(), child(path, key.value()), list, deeper);
      }
    } else if (value instanceof PythonValue.Items items
        && (items.kind() == PythonValue.Items.Kind.LIST
            || items.kind() == PythonValue.Items.Kind.TUPLE)) {
      fixed.add(BigDecimal.valueOf(items.items().size()));
      for (int i = 0; i < items.items().size(); i++) {
        add(items.items().get(i), path + "[" + i + "]", path, names);
      }
    } else if (value instanceof PythonValue.Text text) {
      StatedNumbers said = StatedNumbers.of(text.value());
      said.mentions().forEach(mention -> fixed.addAll(mention.values()));
    } else if (!(value instanceof PythonValue.Bool) && !(value instanceof PythonValue.None)) {
      BigDecimal number =
          InputNumbers.number(value)
              .orElseThrow(
                  () -> new RejectedException(ProblemTemplate.OTHER_VALUE, "input " + path));
      numbers.add(new Leaf(path, list, EntryName.of(names), value, number));
    }
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The input with other numbers, by their paths; what has none stays. */
  static PythonValue.Dict with(PythonValue.Dict input, Map<String, PythonValue> others) {
    return (PythonValue.Dict) with(input, "", others);
  }

  private static PythonValue with(PythonValue value, String path, Map<String, PythonValue> others) {
    if (value instanceof PythonValue.Dict dict) {
      PythonValue.Dict changed = dict;
      for (int i = 0; i < dict.size(); i++) {
        changed = changed.with(i, with(dict.value(i), child(path, dict.name(i)), others));
      }
      return changed;
    }
    if (value instanceof PythonValue.Items items) {
      List<PythonValue> changed = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        changed.add(with(items.items().get(i), path + "[" + i + "]", others));
      }
      return items.with(changed);
    }
    return others.getOrDefault(path, value);
  }
}
