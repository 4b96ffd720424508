package org.caco.transforms.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server does not take, as it has said: parameters that requests to it lack, and those that
 * it knows by another name. Immutable.
 *
 * @param changes the other name of each parameter, empty for one that is left out
 */
record Adaptation(SortedMap<String, String> changes) {
  /** In the place of a form that a server does not know: any that is JSON. */
  static final String JSON_OBJECT = "json_object";

  static final Adaptation NONE = new Adaptation(new TreeMap<>());

  Adaptation {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
  }

  /** The same with one parameter less, or with another name for it. */
  Adaptation with(ParameterRefusal refusal) {
    TreeMap<String, String> more = new TreeMap<>(changes);
    // A name that was tried in the place of another one leaves nothing to try.
    boolean second =
        more.entrySet().stream()
                .filter(change -> change.getValue().equals(refusal.name()))
                .peek(change -> change.setValue(""))
                .count()
            > 0;
    if (!second) {
      boolean again = more.containsKey(refusal.name());
      more.put(refusal.name(), again ? "" : refusal.otherName());
    }
    return new Adaptation(more);
  }

  /** Both. */
  Adaptation and(Adaptation other) {
    TreeMap<String, String> both = new TreeMap<>(changes);
    both.putAll(other.changes);
    return new Adaptation(both);
  }

  boolean isNone() {
    return changes.isEmpty();
  }

  /** Whether a parameter is left out. */
  boolean lacks(String parameter) {
    return "".equals(changes.get(parameter));
  }

  /** Changes the body of a request. */
  void apply(ObjectNode body) {
    changes.forEach(
        (name, other) -> {
          JsonNode value = body.remove(name);
          if (value != null && other.equals(JSON_OBJECT)) {
            body.putObject(name).put("type", JSON_OBJECT);
          } else if (value != null && !other.isEmpty() && !body.has(other)) {
            body.set(other, value);
          }
        });
  }

  /** Each change in words: {@code seed}, or {@code max_tokens as max_completion_tokens}. */
  List<String> inWords() {
    return changes.entrySet().stream()
        .map(
            change ->
                change.getValue().isEmpty()
                    ? change.getKey()
                    : change.getKey() + " as " + change.getValue())
        .toList();
  }
}
