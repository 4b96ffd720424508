package org.caco.transforms.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caco.python.PythonValue;

/**
 * What the values of one input have beside them.
 *
 * @param lengths of its lists, texts and the like
 * @param scalars its numbers and texts, also those in lists and dicts
 */
record Surroundings(List<Integer> lengths, List<PythonValue> scalars) {
  /** Those of a value that stands alone. */
  static final Surroundings NONE = new Surroundings(List.of(), List.of());

  static Surroundings of(List<PythonValue> values) {
    Surroundings found = new Surroundings(new ArrayList<>(), new ArrayList<>());
    values.forEach(found::add);
    return found;
  }

  private void add(PythonValue value) {
    if (value instanceof PythonValue.Text text) {
      lengths.add(text.value().length());
      scalars.add(value);
    } else if (value instanceof PythonValue.Int || isNumber(value)) {
      scalars.add(value);
    } else if (value instanceof PythonValue.Items items) {
      lengths.add(items.items().size());
      items.items().forEach(this::add);
    } else if (value instanceof PythonValue.Dict dict) {
      lengths.add(dict.size());
      dict.values().forEach(this::add);
    }
  }

  private static boolean isNumber(PythonValue value) {
    return value instanceof PythonValue.Floating number && number.isFinite();
  }

  /** A number or text of the input that is of the type of {@code value}; or that itself. */
  PythonValue like(PythonValue value, Random random) {
    List<PythonValue> alike =
        scalars.stream().filter(other -> other.getClass() == value.getClass()).toList();
    return alike.isEmpty() ? value : alike.get(random.nextInt(alike.size()));
  }
}
