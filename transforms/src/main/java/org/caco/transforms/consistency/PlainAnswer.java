package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;

/** A yes or no in words, and words that take one back. */
final class PlainAnswer {
  /** Words that a yes without reserve does without. */
  private static final Set<String> RESERVES =
      Set.of(
          "not",
          "no",
          "nor",
          "never",
          "neither",
          "cannot",
          "but",
          "however",
          "except",
          "although",
          "though",
          "unless",
          "wrong",
          "incorrect",
          "incorrectly",
          "error",
          "errors",
          "mistake",
          "mistakes",
          "missing",
          "misses",
          "lacks",
          "lacking",
          "omits",
          "leak",
          "leaks",
          "leaked",
          "leaking",
          "differ",
          "differs",
          "different",
          "differently",
          "instead",
          "ambiguous",
          "unclear",
          "partially",
          "partly",
          "almost",
          "mostly",
          "nearly",
          "issue",
          "issues",
          "contradicts",
          "contradiction",
          "inconsistent",
          "fail",
          "fails",
          "failed",
          "while",
          "whereas",
          "should",
          "would",
          "could",
          "if",
          "false",
          "unsolvable",
          "incomplete",
          "mismatch",
          "invalid",
          "reject",
          "rejected",
          "doubt",
          "unsure",
          "maybe",
          "perhaps",
          "probably",
          "possibly",
          "likely",
          "only",
          "mentions",
          "reveals",
          "gives",
          "states",
          "unfortunately",
          "otherwise",
          "or",
          "two",
          "several",
          "rather");

  /** Words that restate the question. */
  private static final Set<String> AGREEMENT =
      Set.of(
          "same",
          "match",
          "matches",
          "agree",
          "agrees",
          "agreement",
          "consistent",
          "correct",
          "correctly",
          "identical",
          "equivalent",
          "correspond",
          "corresponds",
          "accept",
          "accepted",
          "valid",
          "right",
          "aligned",
          "all",
          "both",
          "each",
          "every");

  private static final Set<String> REVERSALS =
      Set.of(
          "however",
          "actually",
          "wait",
          "correction",
          "reconsider",
          "reconsidering",
          "instead",
          "wrong",
          "incorrect",
          "incorrectly",
          "mistake",
          "mistakes",
          "differ",
          "differs",
          "different",
          "false",
          "reject",
          "rejected",
          "disagree",
          "disagrees",
          "contradict",
          "contradicts",
          "mismatch",
          "inconsistent",
          "unfortunately",
          "cannot",
          "unsolvable",
          "incomplete",
          "whereas",
          "except");

  private static final Set<String> POSITIVES =
      Set.of(
          "same",
          "match",
          "agree",
          "consistent",
          "correct",
          "equal",
          "describe",
          "solvable",
          "complete",
          "accept",
          "true",
          "identical",
          "equivalent",
          "compute",
          "state");

  /** What there may be none of. */
  private static final Set<String> FAULTS =
      Set.of(
          "issue",
          "issues",
          "problems",
          "error",
          "errors",
          "mistakes",
          "contradiction",
          "contradictions",
          "discrepancy",
          "discrepancies",
          "differences",
          "mismatches",
          "leak",
          "leaks",
          "leakage",
          "further",
          "other",
          "additional");

  /** Words of LaTeX around an answer, and of a sentence that it is. */
  private static final Set<String> WRAPPERS = Set.of("boxed", "text", "the", "my", "is");

  private static final List<String> LABELS =
      List.of("final verdict", "final answer", "verdict", "answer", "judgment", "judgement");
  private static final String MARKUP = " \t\r\n*_`\"'“”#>:-–—.!({[\\$";

  private PlainAnswer() {}

  /**
   * What a text without flags answers: true where its first word or the word behind a label of its
   * last line is yes, and nothing else in it makes a reserve; false where that word is no.
   */
  static Optional<Boolean> of(String text) {
    String plain = LowerCase.of(text).strip();
    String answer = afterLabel(plain);
    if (isNo(answer)) {
      return Optional.of(false);
    }
    boolean first = isWord("yes", answer);
    String last = plain.substring(plain.lastIndexOf('\n') + 1);
    String labelled = afterLabel(last);
    if (isNo(labelled)) {
      return Optional.of(false);
    }
    boolean closing = isWord("yes", labelled) && labelled.length() < skipMarkup(last, 0).length();
    if (!first && !closing) {
      return Optional.empty();
    }
    List<String> words = withoutDenials(Words.in(plain));
    boolean alone =
        words.stream()
            .filter(w -> !w.equals("yes"))
            .allMatch(w -> isLabel(w) || WRAPPERS.contains(w));
    boolean reserved = words.stream().anyMatch(w -> RESERVES.contains(w) || w.contains("n't"));
    boolean agrees = alone || words.stream().anyMatch(AGREEMENT::contains);
    return agrees && !reserved && plain.indexOf('?') < 0 ? Optional.of(true) : Optional.empty();
  }

  /** The words without those that deny a fault, such as "no leaks" and "does not leak". */
  private static List<String> withoutDenials(List<String> words) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean denies = word.equals("no") || word.equals("not") || word.endsWith("n't");
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      if (denies && FAULTS.contains(next)) {
        i++;
      } else {
        rest.add(word);
      }
    }
    return rest;
  }

  /** Whether {@code text}, behind a verdict that accepts, says the contrary. */
  static boolean takesBack(String text) {
    List<String> words = Words.in(text);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (REVERSALS.contains(word)) {
        return true;
      }
      boolean negated = word.equals("not") || word.endsWith("n't");
      if (negated
          && words.subList(i + 1, Math.min(words.size(), i + 4)).stream()
              .anyMatch(POSITIVES::contains)) {
        return true;
      }
    }
    return of(text).equals(Optional.of(false));
  }

  /** Whether a text begins with a no that is none of "no issues". */
  private static boolean isNo(String text) {
    if (!isWord("no", text)) {
      return false;
    }
    List<String> words = Words.in(text.substring(0, Math.min(text.length(), 60)));
    return words.size() < 2 || !FAULTS.contains(words.get(1));
  }

  private static boolean isLabel(String word) {
    return LABELS.stream().anyMatch(label -> label.contains(word));
  }

  private static String afterLabel(String text) {
    String rest = skipMarkup(text, 0);
    rest = rest.startsWith("boxed{") ? skipMarkup(rest, 6) : rest;
    rest = rest.startsWith("text{") ? skipMarkup(rest, 5) : rest;
    rest =
        rest.startsWith("the ") || rest.startsWith("my ")
            ? rest.substring(rest.indexOf(' ') + 1)
            : rest;
    for (String label : LABELS) {
      if (rest.startsWith(label)) {
        String behind = rest.substring(label.length());
        boolean separated =
            behind.startsWith(":")
                || behind.startsWith("*")
                || behind.startsWith("\n")
                || behind.startsWith(" is ");
        return separated ? skipMarkup(behind, behind.startsWith(" is ") ? 4 : 0) : rest;
      }
    }
    return rest;
  }

  private static String skipMarkup(String text, int from) {
    int at = from;
    while (at < text.length() && MARKUP.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return text.substring(at);
  }

  private static boolean isWord(String word, String text) {
    return text.startsWith(word)
        && (text.length() == word.length()
            || !(Character.isLetterOrDigit(text.charAt(word.length()))
                || "'’".indexOf(text.charAt(word.length())) >= 0));
  }
}
