package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.List;
import org.caco.text.LowerCase;

/** The words of a text. */
final class Words {
  private Words() {}

  /** In lower case and in order, with apostrophes within them. */
  static List<String> in(String text) {
    String lower = LowerCase.of(text);
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lower.length(); i++) {
      char c = i < lower.length() ? lower.charAt(i) : ' ';
      boolean word = Character.isLetterOrDigit(c) || (start >= 0 && (c == '\'' || c == '’'));
      if (word && start < 0) {
        start = i;
      } else if (!word && start >= 0) {
        words.add(lower.substring(start, i).replace('’', '\''));
        start = -1;
      }
    }
    return words;
  }
}
