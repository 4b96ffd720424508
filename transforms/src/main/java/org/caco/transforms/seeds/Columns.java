package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row, whatever the case of their names. The rows of a file mostly have the same,
 * so that what is found out about the names of one row holds for the next. Thread-safe.
 */
final class Columns {
  // In their order, as they are written.
  private final List<String> names;
  // By their names in small letters.
  private final Map<String, String> written;
  // By the list itself, since the lists are constants. Never changed, but replaced.
  private volatile IdentityHashMap<List<String>, List<String>> found = new IdentityHashMap<>();

  private Columns(List<String> names, Map<String, String> renamed) {
    this.names = names;
    this.written = new LinkedHashMap<>(renamed);
    names.forEach(name -> written.putIfAbsent(key(name), name));
  }

  /**
   * Those of an object.
   *
   * @param renamed which of its fields a column is, by the column's name in small letters; it goes
   *     before the fields' own names
   */
  static Columns of(JsonNode object, Map<String, String> renamed) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    return new Columns(names, renamed);
  }

  /** Those of an object, which are {@code last} where it has the same fields in the same order. */
  static Columns of(JsonNode object, @Nullable Columns last) {
    return last != null && last.areOf(object) ? last : of(object, Map.of());
  }

  private boolean areOf(JsonNode object) {
    if (object.size() != names.size()) {
      return false;
    }
    int at = 0;
    for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); at++) {
      if (!fields.next().equals(names.get(at))) {
        return false;
      }
    }
    return true;
  }

  /** A column's name as columns are looked up: in small letters, with underscores for spaces. */
  static String key(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') {
        return LowerCase.of(name).replace(' ', '_').replace('-', '_');
      }
    }
    return name;
  }

  /** In their order, as they are written. */
  List<String> names() {
    return names;
  }

  /** The name as it is written; null where there is no such column. */
  @Nullable String written(String column) {
    return written.get(column);
  }

  /**
   * Those of {@code wanted} that are there, in its order.
   *
   * @param wanted a constant
   */
  List<String> among(List<String> wanted) {
    List<String> among = found.get(wanted);
    if (among == null) {
      among = wanted.stream().filter(written::containsKey).toList();
      IdentityHashMap<List<String>, List<String>> more = new IdentityHashMap<>();
      more.putAll(found);
      more.put(wanted, among);
      found = more;
    }
    return among;
  }
}
