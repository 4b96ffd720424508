package org.caco.transforms.problem;

import java.util.Set;

/** Signs of currencies. */
final class Money {
  private static final Set<String> SIGNS = Set.of("$", "\u00a3", "\u20ac", "\u00a5", "\u20b9");

  private Money() {}

  static boolean isSign(String text) {
    return SIGNS.contains(text);
  }
}
