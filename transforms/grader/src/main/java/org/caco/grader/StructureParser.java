package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Answer.Brackets;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Parses what answers are made of: lists, sets, intervals, unions, matrices, relations, ratios. */
final class StructureParser {
  private static final int MAX_DEPTH = 20;

  private final Budget budget;
  private int depth;

  StructureParser(Budget budget) {
    this.budget = budget;
  }

  /** Throws SyntaxException where {@code tokens} are no formula. */
  Answer parse(List<Token> tokens) {
    if (tokens.isEmpty() || ++depth > MAX_DEPTH) {
      throw new SyntaxException("an answer that is not empty and nested less deep");
    }
    try {
      return list(tokens);
    } finally {
      depth--;
    }
  }

  /** What stands between commas, semicolons and the words of a list. */
  private record Listing(List<List<Token>> parts, boolean and, boolean or) {}

  private Listing listing(List<Token> tokens) {
    boolean and = false;
    boolean or = false;
    List<List<Token>> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int level = 0;
    for (Token token : tokens) {
      budget.take(1);
      level += level(token);
      if (level != 0 || !separates(token)) {
        part.add(token);
        continue;
      }
      or |= token.isWord("or");
      and |= token.isWord("and");
      if (!part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return new Listing(parts, and, or);
  }

  private static boolean separates(Token token) {
    return token.isSymbol(",") || token.isSymbol(";") || token.isWord("and") || token.isWord("or");
  }

  private Answer list(List<Token> given) {
    Conditions conditions = Conditions.of(given);
    List<Token> tokens = conditions.body();
    if (!conditions.domain().isEmpty()) {
      return new Answer.Restricted(parse(tokens), conditions.domain());
    }
    Listing listing = listing(tokens);
    List<List<Token>> parts = listing.parts();
    if (parts.size() < 2) {
      List<Token> only = parts.isEmpty() ? tokens : parts.get(0);
      Answer.Scalar quantity = quantity(only);
      return quantity != null ? quantity : single(only);
    }
    List<Answer> items = new ArrayList<>();
    for (List<Token> item : parts) {
      addItem(items, item);
    }
    Answer inequalities = Ranges.combined(items, listing.or(), budget);
    if (inequalities != null) {
      return inequalities;
    }
    Answer sum = listing.and() || !listing.or() ? Units.compound(items) : null;
    return sum != null ? sum : new Answer.Group(Brackets.NONE, items);
  }

  /** "5 feet 6 inches", or null. */
  private Answer.@Nullable Scalar quantity(List<Token> tokens) {
    List<Answer> items = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= tokens.size(); i++) {
      boolean next =
          i < tokens.size()
              && tokens.get(i).isNumber()
              && tokens.get(start).isNumber()
              && tokens.get(i - 1).kind() == Kind.WORD
              && UnitParser.isMeasure(tokens.get(i - 1).text());
      if (next || (i == tokens.size() && start > 0)) {
        items.add(new ScalarParser(budget, 1).parse(tokens.subList(start, i)));
        start = i;
      }
    }
    return items.size() > 1 ? Units.compound(items) : null;
  }

  private void addItem(List<Answer> items, List<Token> tokens) {
    Answer item = parse(tokens);
    if (item instanceof Answer.Group group
        && group.brackets() == Brackets.NONE
        && contains(tokens, "±")) {
      items.addAll(group.items());
    } else {
      items.add(item);
    }
  }

  /** What a token adds to the number of brackets that are open. */
  static int level(Token token) {
    return switch (token.kind()) {
      case OPEN -> 1;
      case CLOSE -> -1;
      case MATRIX -> token.text().equals("begin") ? 1 : token.text().equals("end") ? -1 : 0;
      default -> 0;
    };
  }

  static boolean contains(List<Token> tokens, String symbol) {
    return tokens.stream().anyMatch(token -> token.isSymbol(symbol));
  }

  private Answer single(List<Token> given) {
    List<Token> tokens = afterMembership(given);
    List<List<Token>> union = splitUnion(tokens);
    if (union.size() > 1) {
      List<Answer> parts = new ArrayList<>();
      for (List<Token> part : union) {
        parts.add(parse(part));
      }
      return new Answer.Union(parts);
    }
    Answer whole = whole(tokens);
    if (whole != null) {
      return whole;
    }
    if (contains(tokens, "±")) {
      return new Answer.Group(
          Brackets.NONE,
          List.of(
              new ScalarParser(budget, 1).parse(tokens),
              new ScalarParser(budget, -1).parse(tokens)));
    }
    return new ScalarParser(budget, 1).parse(tokens);
  }

  /** What {@code tokens} are, where it is no mere number or formula; else null. */
  private @Nullable Answer whole(List<Token> tokens) {
    Answer whole = MatrixParser.parse(tokens, this, budget);
    if (whole == null) {
      whole = bracketed(tokens);
    }
    if (whole == null) {
      whole = new RelationParser(budget, this).parse(tokens);
    }
    if (whole == null) {
      whole = Multiples.ofTuple(tokens, this, budget);
    }
    return whole == null ? NumberSets.parse(tokens, this) : whole;
  }

  /** What stands behind "x ∈". */
  private static List<Token> afterMembership(List<Token> tokens) {
    for (int i = 0; i < Math.min(4, tokens.size() - 1); i++) {
      if (tokens.get(i).isSymbol("∈")) {
        return tokens.subList(i + 1, tokens.size());
      }
    }
    return tokens;
  }

  private List<List<Token>> splitUnion(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    int level = 0;
    int start = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      level += level(token);
      boolean letter =
          token.is(Kind.NAME, "U")
              && i > 0
              && tokens.get(i - 1).kind() == Kind.CLOSE
              && i + 1 < tokens.size()
              && tokens.get(i + 1).kind() == Kind.OPEN;
      if (level == 0 && (token.isSymbol("∪") || letter)) {
        parts.add(tokens.subList(start, i));
        start = i + 1;
      }
    }
    parts.add(tokens.subList(start, tokens.size()));
    return parts;
  }

  /** A group in brackets that surround all of {@code tokens}, or null. */
  private @Nullable Answer bracketed(List<Token> tokens) {
    Token first = tokens.get(0);
    Token last = tokens.get(tokens.size() - 1);
    if (first.kind() != Kind.OPEN || last.kind() != Kind.CLOSE || !surrounds(tokens)) {
      return null;
    }
    Brackets open = Ranges.brackets(first.text());
    Brackets close = Ranges.brackets(last.text());
    if (open == null || close == null) {
      return null;
    }
    List<Token> inside = tokens.subList(1, tokens.size() - 1);
    if (open == Brackets.CURLY && close == Brackets.CURLY) {
      return set(inside);
    }
    List<List<Token>> parts = splitCommas(inside);
    if (parts.size() == 1 && open == Brackets.ROUND && close == open) {
      return inside.isEmpty() ? new Answer.Group(open, List.of()) : parenthesised(tokens, inside);
    }
    List<Answer> items = new ArrayList<>();
    for (List<Token> part : parts) {
      addItem(items, part);
    }
    return grouped(open, close, items);
  }

  /** An interval where its brackets or its ends say so, else a tuple or list. */
  private static Answer grouped(Brackets open, Brackets close, List<Answer> items) {
    if (items.size() == 2
        && items.get(0) instanceof Answer.Scalar low
        && items.get(1) instanceof Answer.Scalar high
        && (open != close || Ranges.isInfinite(low) || Ranges.isInfinite(high))) {
      return new Answer.Range(low, high, open == Brackets.SQUARE, close == Brackets.SQUARE);
    }
    if (open != close) {
      throw new SyntaxException("a closing bracket like the opening one");
    }
    return new Answer.Group(open, items);
  }

  private Answer parenthesised(List<Token> tokens, List<Token> inside) {
    Answer inner = parse(inside);
    return inner instanceof Answer.Scalar ? new ScalarParser(budget, 1).parse(tokens) : inner;
  }

  private Answer set(List<Token> inside) {
    Answer mapping = mapping(inside);
    if (mapping != null) {
      return mapping;
    }
    int level = 0;
    for (int i = 0; i < inside.size(); i++) {
      level += level(inside.get(i));
      if (level == 0 && i > 0 && (inside.get(i).isSymbol("|") || inside.get(i).isSymbol(":"))) {
        return parse(inside.subList(i + 1, inside.size())); // {x | condition}
      }
    }
    List<Answer> items = new ArrayList<>();
    if (!inside.isEmpty()) {
      for (List<Token> part : splitCommas(inside)) {
        addItem(items, part);
      }
    }
    return new Answer.Group(Brackets.CURLY, items);
  }

  /** {x: 4, y: 2}, as SymPy prints what it has solved; null where it is a set. */
  private @Nullable Answer mapping(List<Token> inside) {
    List<Answer> keys = new ArrayList<>();
    List<Answer> values = new ArrayList<>();
    if (inside.size() < 3 || !contains(inside, ":")) {
      return null;
    }
    for (List<Token> part : splitCommas(inside)) {
      int colon = 0;
      while (colon < part.size() && !part.get(colon).isSymbol(":")) {
        colon++;
      }
      if (colon == 0 || colon > 4 || colon >= part.size() - 1) {
        return null;
      }
      keys.add(parse(part.subList(0, colon)));
      values.add(parse(part.subList(colon + 1, part.size())));
    }
    boolean names = keys.stream().allMatch(key -> RelationComparison.nameOf(key) != null);
    boolean condition = values.size() == 1 && !(values.get(0) instanceof Answer.Scalar);
    return names && !condition ? new Answer.Mapping(keys, values) : null;
  }

  private static boolean surrounds(List<Token> tokens) {
    int level = 0;
    for (int i = 0; i < tokens.size(); i++) {
      level += level(tokens.get(i));
      if (level == 0 && i < tokens.size() - 1) {
        return false;
      }
    }
    return level == 0;
  }

  static List<List<Token>> splitCommas(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    int level = 0;
    int start = 0;
    for (int i = 0; i < tokens.size(); i++) {
      level += level(tokens.get(i));
      if (level == 0 && (tokens.get(i).isSymbol(",") || tokens.get(i).isSymbol(";"))) {
        parts.add(tokens.subList(start, i));
        start = i + 1;
      }
    }
    if (start < tokens.size() || parts.isEmpty()) {
      parts.add(tokens.subList(start, tokens.size()));
    }
    return parts;
  }
}
