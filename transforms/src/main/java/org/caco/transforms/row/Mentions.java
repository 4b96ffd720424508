package org.caco.transforms.row;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/** What a text says of its own making. */
final class Mentions {
  private static final String PROGRAM = "(?:program|code|script|code snippet|source code)";

  private static final Pattern TASK =
      Pattern.compile(
          "(?i)\\b(?:"
              + "(?:python|given|provided|above|following|original|input|source) "
              + PROGRAM
              + "|"
              + PROGRAM
              + "(?:'s|\u2019s)? (?:output|outputs|prints|printed|returns|returned|computes|calculates|defines|above|below|given|provided)"
              + "|(?:output|result|behaviour|behavior|logic|input|inputs) of (?:the|this) "
              + PROGRAM
              + "|(?:according to|matches|match|matching|in|by|with|from|running|run|execute|executing) (?:the|this) (?:python )?(?:program|code)(?: (?:above|below|given|provided)|'s|\u2019s|[.,;)]? (?:output|which|i )|$)"
              + "|input (?:dict|dictionary|data structure|parameters|values)"
              + "|input\\[['\"]|\\*\\*input\\b"
              + "|python (?:function|dict|dictionary|interpreter|list)"
              + "|the user(?:'s|\u2019s)? (?:asks|asked|wants|wanted|said|says|is asking|needs me|provided|has provided|gave|request|question|prompt|query|message)"
              + "|as an? (?:ai|artificial intelligence|language model|large language model|llm|assistant)\\b"
              + "|(?:i am|i'm|i\u2019m) an? (?:ai|language model|assistant|large language model)\\b"
              + "|my (?:training data|instructions|system prompt|knowledge cutoff)"
              + "|(?:system|user) prompt"
              + "|(?:the|this) prompt (?:asks|says|wants|states)"
              + ")");

  /** Words one of which every such sentence has. */
  private static final List<String> TRIGGERS =
      List.of(
          "program",
          "code",
          "script",
          "user",
          "ai",
          "artificial",
          "llm",
          "model",
          "assistant",
          "python",
          "prompt",
          "input",
          "instructions",
          "training",
          "knowledge");

  /** What is looked at around a word. */
  private static final int CONTEXT = 60;

  /** Beyond so many such words nothing more is looked at. */
  private static final int MAX_TRIGGERS = 500;

  private Mentions() {}

  /** Where the text speaks of its task. */
  static Optional<String> in(String text) {
    int triggers = 0;
    int looked = 0;
    for (int i = 0; i < text.length() && triggers < MAX_TRIGGERS; i++) {
      boolean begins =
          Character.isLetter(text.charAt(i)) && (i == 0 || !Character.isLetter(text.charAt(i - 1)));
      if (begins && isTrigger(text, i) && i >= looked) {
        triggers++;
        int from = Math.max(0, i - CONTEXT);
        looked = Math.min(text.length(), i + CONTEXT);
        Matcher found = TASK.matcher(text.substring(from, looked));
        if (found.find()) {
          return Optional.of(Row.around(text, from + found.start()));
        }
        looked -= CONTEXT / 2;
      }
    }
    return Optional.empty();
  }

  private static boolean isTrigger(String text, int at) {
    for (String trigger : TRIGGERS) {
      if (text.regionMatches(true, at, trigger, 0, trigger.length())) {
        return true;
      }
    }
    return false;
  }
}
