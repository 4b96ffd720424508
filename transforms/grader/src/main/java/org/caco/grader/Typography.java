package org.caco.grader;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.Map;

/**
 * Brings the signs of print to those of LaTeX: raised and lowered digits, fractions of one sign,
 * full-width and slanted letters, special spaces and dashes, and the tags of HTML.
 */
final class Typography {
  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᵈʰᵏᵐʳˢᵗˣʸ";
  private static final String RAISED_PLAIN = "0123456789+-()niabdhkmrstxy";
  private static final String LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₖₘₙₓ";
  private static final String LOWERED_PLAIN = "0123456789+-()aeijkmnx";
  private static final String SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000";
  private static final String UNSEEN = "\u200b\u200c\u200d\u2060\ufeff";
  private static final int FULL_WIDTH = 0xfee0;

  private static final Map<Character, String> SIGNS =
      Map.ofEntries(
          entry('½', "\\frac{1}{2}"),
          entry('⅓', "\\frac{1}{3}"),
          entry('⅔', "\\frac{2}{3}"),
          entry('¼', "\\frac{1}{4}"),
          entry('¾', "\\frac{3}{4}"),
          entry('⅕', "\\frac{1}{5}"),
          entry('⅖', "\\frac{2}{5}"),
          entry('⅗', "\\frac{3}{5}"),
          entry('⅘', "\\frac{4}{5}"),
          entry('⅙', "\\frac{1}{6}"),
          entry('⅚', "\\frac{5}{6}"),
          entry('⅐', "\\frac{1}{7}"),
          entry('⅛', "\\frac{1}{8}"),
          entry('⅜', "\\frac{3}{8}"),
          entry('⅝', "\\frac{5}{8}"),
          entry('⅞', "\\frac{7}{8}"),
          entry('⅑', "\\frac{1}{9}"),
          entry('⅒', "\\frac{1}{10}"),
          entry('‐', "-"),
          entry('‑', "-"),
          entry('‒', "-"),
          entry('∙', "×"),
          entry('•', "×"),
          entry('∗', "×"),
          entry('✕', "×"),
          entry('✖', "×"),
          entry('∕', "/"),
          entry('⁄', "/"),
          entry('≦', "≤"),
          entry('⩽', "≤"),
          entry('≧', "≥"),
          entry('⩾', "≥"),
          entry('≃', "≈"),
          entry('≡', "\\equiv "),
          entry('∣', "|"),
          entry('∖', "\\setminus "),
          entry('′', "'"),
          entry('’', "'"),
          entry('‘', "'"),
          entry('″', "''"),
          entry('“', "\""),
          entry('”', "\""),
          entry('…', "..."),
          entry('⋯', "..."),
          entry('∛', "\\cbrt "),
          entry('ℝ', "\\mathbb{R}"),
          entry('ℤ', "\\mathbb{Z}"),
          entry('ℕ', "\\mathbb{N}"),
          entry('ℚ', "\\mathbb{Q}"),
          entry('⌊', "\\lfloor "),
          entry('⌋', "\\rfloor "),
          entry('⌈', "\\lceil "),
          entry('⌉', "\\rceil "),
          entry('∘', "°"),
          entry('º', "°"),
          entry('˚', "°"),
          entry('℃', "°C"),
          entry('℉', "°F"),
          entry('￥', "¥"),
          entry('￡', "£"),
          entry('。', "."),
          entry('、', ","));

  private static final Map<Character, String> GREEK =
      Map.ofEntries(
          entry('α', "alpha"),
          entry('β', "beta"),
          entry('γ', "gamma"),
          entry('δ', "delta"),
          entry('ε', "epsilon"),
          entry('λ', "lambda"),
          entry('μ', "mu"),
          entry('ρ', "rho"),
          entry('σ', "sigma"),
          entry('τ', "tau"),
          entry('φ', "phi"),
          entry('ω', "omega"),
          entry('Δ', "Delta"),
          entry('Φ', "Phi"),
          entry('Ω', "Omega"));

  private static final Map<String, String> TAGS =
      Map.ofEntries(
          entry("sup", "^{"),
          entry("/sup", "}"),
          entry("sub", "_{"),
          entry("/sub", "}"),
          entry("b", ""),
          entry("/b", ""),
          entry("i", ""),
          entry("/i", ""),
          entry("em", ""),
          entry("/em", ""),
          entry("u", ""),
          entry("/u", ""),
          entry("p", ""),
          entry("/p", ""),
          entry("strong", ""),
          entry("/strong", ""),
          entry("code", ""),
          entry("/code", ""),
          entry("span", ""),
          entry("/span", ""));

  private final String text;
  private final StringBuilder plain;
  private int at;

  private Typography(String text, int from) {
    this.text = text;
    plain = new StringBuilder(text.length() + 16).append(text, 0, from);
    at = from;
  }

  /** {@code text} in the signs that the grader reads. */
  static String plain(String text) {
    String untagged = text.indexOf('<') >= 0 && text.contains("</") ? withoutTags(text) : text;
    int from = 0;
    while (from < untagged.length() && untagged.charAt(from) < 0x80) {
      from++;
    }
    return from == untagged.length() ? untagged : new Typography(untagged, from).rest();
  }

  private static String withoutTags(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '<' ? text.substring(i, Math.min(text.length(), i + 10)).indexOf('>') : -1;
      String tag = end > 0 ? TAGS.get(text.substring(i + 1, i + end)) : null;
      if (tag == null) {
        result.append(c);
      } else {
        result.append(tag);
        i += end;
      }
    }
    return result.toString();
  }

  private String rest() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c < 0x80) {
        plain.append(c);
        at++;
      } else if (RAISED.indexOf(c) >= 0) {
        script("^{", RAISED, RAISED_PLAIN);
      } else if (LOWERED.indexOf(c) >= 0) {
        script("_{", LOWERED, LOWERED_PLAIN);
      } else {
        other(c);
      }
    }
    return plain.toString();
  }

  private void script(String open, String signs, String meanings) {
    plain.append(open);
    for (int sign; at < text.length() && (sign = signs.indexOf(text.charAt(at))) >= 0; at++) {
      plain.append(meanings.charAt(sign));
    }
    plain.append('}');
  }

  private void other(char c) {
    at++;
    String sign = SIGNS.get(c);
    if (sign != null) {
      plain.append(sign);
    } else if (SPACES.indexOf(c) >= 0) {
      plain.append(' ');
    } else if (c > 0xff00 && c < 0xff5f) {
      plain.append((char) (c - FULL_WIDTH));
    } else if (GREEK.containsKey(c) && !isInGreekWord(at - 1)) {
      plain.append('\\').append(GREEK.get(c)).append(' ');
    } else if (Character.isHighSurrogate(c) && at < text.length()) {
      slanted(Character.toCodePoint(c, text.charAt(at)));
    } else if (UNSEEN.indexOf(c) < 0) {
      plain.append(c);
    }
  }

  /** Letters and digits of formulas as Unicode has them for print. */
  private void slanted(int letter) {
    boolean known = letter >= 0x1d400 && letter <= 0x1d7ff;
    String sign = text.substring(at - 1, at + 1);
    plain.append(known ? Normalizer.normalize(sign, Normalizer.Form.NFKC) : sign);
    at++;
  }

  /** Three Greek letters in a row are no product. */
  private boolean isInGreekWord(int letter) {
    int length = 1;
    for (int i = letter - 1; i >= 0 && length < 3 && isGreek(text.charAt(i)); i--) {
      length++;
    }
    for (int i = letter + 1; i < text.length() && length < 3 && isGreek(text.charAt(i)); i++) {
      length++;
    }
    return length > 2;
  }

  private static boolean isGreek(char c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.GREEK;
  }
}
