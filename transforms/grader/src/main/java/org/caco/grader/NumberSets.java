package org.caco.grader;

import java.util.List;
import org.caco.grader.Answer.Brackets;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/** The sets that have a sign of their own: all real numbers, some but a few, none. */
final class NumberSets {
  private NumberSets() {}

  /** The set that {@code tokens} name, or null. */
  static @Nullable Answer parse(List<Token> tokens, StructureParser parser) {
    Token first = tokens.get(0);
    if (first.kind() != Kind.NAME) {
      return null;
    }
    if (tokens.size() == 1) {
      return switch (first.text()) {
        case "reals" -> Ranges.everything();
        case "emptyset", "varnothing" -> new Answer.Group(Brackets.CURLY, List.of());
        default -> null;
      };
    }
    boolean difference = tokens.get(1).isSymbol("∖") || tokens.get(1).isSymbol("-");
    if (!first.text().equals("reals") || !difference || tokens.size() < 4) {
      return null;
    }
    Answer left = parser.parse(tokens.subList(2, tokens.size()));
    boolean set = left instanceof Answer.Group group && group.brackets() == Brackets.CURLY;
    return set ? Ranges.without(((Answer.Group) left).items()) : null;
  }
}
