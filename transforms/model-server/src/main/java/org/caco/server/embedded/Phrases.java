package org.caco.server.embedded;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names as noun phrases, and back. */
final class Phrases {
  private static final Set<String> JOINTS =
      Set.of("per", "in", "of", "for", "from", "with", "after", "before", "at", "on", "to", "each");
  private static final Pattern WORDS = Pattern.compile("[a-z]+(?: [a-z]+)*");
  private static final String COUNTED = "the number of ";
  private static final String PLAIN = "the ";

  private Phrases() {}

  /** {@code remaining_apples} as {@code remaining apples}. */
  static String words(String name) {
    return name.replace('_', ' ').strip();
  }

  /** Whether the name's head noun is a plural, so that it can be counted. */
  static boolean plural(String name) {
    List<String> words = List.of(words(name).split(" ", -1));
    String head = words.get(words.size() - 1);
    for (int i = 1; i < words.size(); i++) {
      if (JOINTS.contains(words.get(i))) {
        head = words.get(i - 1);
        break;
      }
    }
    return head.endsWith("s") && !head.endsWith("ss") && !head.endsWith("us");
  }

  /** {@code the number of remaining apples}, or {@code the price}. */
  static String noun(String name) {
    return (plural(name) ? COUNTED : PLAIN) + words(name);
  }

  /** The name that a noun phrase stands for, or null where it is none. */
  static @Nullable String name(String noun) {
    String words;
    if (noun.startsWith(COUNTED)) {
      words = noun.substring(COUNTED.length());
    } else if (noun.startsWith(PLAIN)) {
      words = noun.substring(PLAIN.length());
    } else {
      return null;
    }
    return WORDS.matcher(words).matches() ? words.replace(' ', '_') : null;
  }

  /** Items as {@code a, b and c}. */
  static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
