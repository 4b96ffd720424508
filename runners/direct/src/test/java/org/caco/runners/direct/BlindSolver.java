package org.caco.runners.direct;

import java.util.List;
import java.util.Map;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.grader.Rounding;
import org.caco.server.embedded.ChatMessage;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.transforms.model.PromptTemplate;

/** The embedded model without mistakes, which is shown a problem's text and nothing else. */
final class BlindSolver {
  private BlindSolver() {}

  /** A worked solution. */
  static String reply(String problem) {
    List<ChatMessage> messages =
        PromptTemplate.packaged("solve").render(Map.of("problem", problem)).stream()
            .map(message -> new ChatMessage(message.role(), message.content()))
            .toList();
    return EmbeddedModel.named("embedded:0").reply(messages, 0).text();
  }

  /**
   * Whether a solution ends in an output.
   *
   * @param output as JSON
   * @param text as a text
   */
  static boolean agrees(String output, String text, String reply) {
    return AnswerGrader.strict()
        .withRounding(Rounding.ACCEPTED)
        .compareOutput(output, text, FinalAnswer.of(reply).orElse(""))
        .equal();
  }
}
