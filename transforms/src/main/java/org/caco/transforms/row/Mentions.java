package org.caco.transforms.row;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
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

  private Mentions() {}

  /** Where the text speaks of its task. */
  static Optional<String> in(String text) {
    Matcher found = TASK.matcher(text);
    return found.find() ? Optional.of(Row.around(text, found.start())) : Optional.empty();
  }
}
