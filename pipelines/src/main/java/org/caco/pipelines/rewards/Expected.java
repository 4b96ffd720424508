package org.caco.pipelines.rewards;

import org.caco.grader.AnswerGrader;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Text;
import org.caco.sandbox.Run;

/**
 * What a test wants.
 *
 * @param input the dict that programs call input, as JSON
 * @param output the value that is right
 * @param text the value as Python writes it
 */
record Expected(String input, PythonValue output, String text) {
  static Expected of(String input, PythonValue output) {
    return new Expected(input, output, output.asText().orElseGet(output::asLiteral));
  }

  /**
   * Whether a run's output is it: the same value, or one that the grader calls equal. A text is
   * only the same text, whatever number it ends in.
   */
  boolean isMetBy(Run run, AnswerGrader grader) {
    String json = String.valueOf(run.output());
    if (json.equals(output.toJson())) {
      return true;
    }
    boolean isText = PythonValue.parse(json) instanceof Text;
    if (isText || output instanceof Text) {
      return isText && output instanceof Text && run.outputText().strip().equals(text.strip());
    }
    return grader.compareOutput(json, run.outputText(), text).equal();
  }
}
