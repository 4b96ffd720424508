package org.caco.grader;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** The names and signs that the grader knows. */
final class Vocabulary {
  private Vocabulary() {}

  static final Set<String> FUNCTIONS =
      Set.of(
          "sqrt",
          "cbrt",
          "root",
          "frac",
          "binom",
          "overline",
          "sin",
          "cos",
          "tan",
          "cot",
          "sec",
          "csc",
          "arcsin",
          "arccos",
          "arctan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "log",
          "ln",
          "lg",
          "exp",
          "abs",
          "factorial",
          "binomial",
          "gcd",
          "lcm",
          "max",
          "min",
          "floor",
          "ceil",
          "ceiling",
          "Rational",
          "Abs");

  /** Functions only where a bracket follows: "15 min" and "30 sec" are none. */
  static final Set<String> FUNCTIONS_OR_WORDS =
      Set.of("min", "max", "sec", "root", "floor", "ceil", "ceiling", "abs", "gcd", "lcm");

  /** Names of LaTeX and Python that mean another token. */
  static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("dfrac", "frac"),
          entry("tfrac", "frac"),
          entry("cfrac", "frac"),
          entry("dbinom", "binom"),
          entry("tbinom", "binom"),
          entry("binomial", "binom"),
          entry("asin", "arcsin"),
          entry("acos", "arccos"),
          entry("atan", "arctan"),
          entry("ceiling", "ceil"),
          entry("Abs", "abs"),
          entry("lg", "log10"),
          entry("varepsilon", "epsilon"),
          entry("varphi", "phi"),
          entry("vartheta", "theta"),
          entry("oo", "infty"),
          entry("inf", "infty"),
          entry("infinity", "infty"),
          entry("Infinity", "infty"));

  static final Map<String, String> COMMAND_SYMBOLS =
      Map.ofEntries(
          entry("cdot", "*"),
          entry("times", "*"),
          entry("ast", "*"),
          entry("div", "/"),
          entry("pm", "±"),
          entry("mp", "±"),
          entry("le", "<="),
          entry("leq", "<="),
          entry("leqslant", "<="),
          entry("lt", "<"),
          entry("ge", ">="),
          entry("geq", ">="),
          entry("geqslant", ">="),
          entry("gt", ">"),
          entry("ne", "!="),
          entry("neq", "!="),
          entry("cup", "∪"),
          entry("cap", "∩"),
          entry("in", "∈"),
          entry("approx", "≈"),
          entry("colon", ":"),
          entry("mid", "|"),
          entry("vert", "|"),
          entry("lvert", "|"),
          entry("rvert", "|"),
          entry("circ", "°"),
          entry("degree", "°"),
          entry("setminus", "∖"),
          entry("to", "→"),
          entry("rightarrow", "→"),
          entry("implies", "→"),
          entry("euro", "€"),
          entry("pounds", "£"),
          entry("prime", "'"));

  /** Spaces that Unicode does not count as white space, and LaTeX's. */
  static final String OTHER_SPACES = "~\u00a0\u202f\u2009";

  /** Signs that are spaces, or nothing, after a backslash. */
  static final String ESCAPED_SPACES = ",;:! >()[]-/&#_";

  /** Signs that are symbols as they are. */
  static final String PLAIN_SYMBOLS = "+-/^_,;:|%$'";

  static final Map<Character, String> OPENING_SIGNS =
      Map.of('(', "(", '[', "[", '{', "{", '⟨', "(");

  static final Map<Character, String> CLOSING_SIGNS =
      Map.of(')', ")", ']', "]", '}', "}", '⟩', ")");

  static final Map<String, String> OPENING_COMMANDS =
      Map.of("langle", "(", "lbrack", "[", "lbrace", "\\{", "lfloor", "⌊", "lceil", "⌈");

  static final Map<String, String> CLOSING_COMMANDS =
      Map.of("rangle", ")", "rbrack", "]", "rbrace", "\\}", "rfloor", "⌋", "rceil", "⌉");

  static final Map<Character, String> NAMED_SIGNS =
      Map.of('π', "pi", 'θ', "theta", '∞', "infty", '∅', "emptyset");

  static final Map<Character, String> UNICODE_SYMBOLS =
      Map.ofEntries(
          entry('−', "-"),
          entry('–', "-"),
          entry('×', "*"),
          entry('·', "*"),
          entry('⋅', "*"),
          entry('÷', "/"),
          entry('±', "±"),
          entry('≤', "<="),
          entry('≥', ">="),
          entry('≠', "!="),
          entry('∪', "∪"),
          entry('∩', "∩"),
          entry('∈', "∈"),
          entry('≈', "≈"),
          entry('°', "°"),
          entry('→', "→"),
          entry('€', "€"),
          entry('£', "£"),
          entry('₹', "₹"),
          entry('¥', "¥"));

  static final Set<String> SKIPPED =
      Set.of(
          "left",
          "right",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "biggl",
          "biggr",
          "displaystyle",
          "textstyle",
          "limits",
          "middle",
          "nonumber",
          "boldsymbol");
  static final Set<String> SPACES =
      Set.of("quad", "qquad", "hspace", "space", "enspace", "thinspace", "phantom");
  static final Set<String> TEXTS =
      Set.of(
          "text",
          "mbox",
          "textbf",
          "textit",
          "textrm",
          "textnormal",
          "mathrm",
          "mathbf",
          "mathit",
          "mathsf",
          "operatorname",
          "hbox",
          "boxed",
          "fbox",
          "underline",
          "textsf",
          "rm",
          "bf",
          "emph",
          "mathbb",
          "mathcal",
          "vec",
          "hat",
          "bar",
          "ensuremath",
          "textup",
          "texttt");
  static final Set<String> MATRICES =
      Set.of("pmatrix", "bmatrix", "matrix", "Bmatrix", "smallmatrix", "array");

  /** Words of running text, which are neither units nor products of variables. */
  static final Set<String> COMMON_WORDS =
      Set.of(
          "is", "are", "was", "be", "been", "the", "an", "and", "or", "not", "no", "yes", "so",
          "if", "it", "its", "he", "she", "they", "we", "you", "to", "in", "on", "at", "by", "for",
          "from", "has", "have", "had", "that", "this", "then", "than", "as", "all", "any", "none",
          "only", "when", "where", "which", "who", "with", "but", "can", "do", "does", "did", "her",
          "his", "them", "each", "there", "will", "would", "left", "am", "pm", "per", "of", "odd",
          "even", "both", "one", "two", "ten", "six", "day", "year", "week");
}
