package org.caco.transforms.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps programs that keep the rules of the unified form (section "rule filter" of the released
 * Caco scripts, with reads of {@code input} taken from the syntax tree instead of the text).
 *
 * <p>Input: executed samples. Accepted: the same. Rejected: {@value #TOO_FEW_LINES}, {@value
 * #NO_INPUT} ({@code input} is not a dict or is empty), {@value #NO_OUTPUT} ({@code output} is None
 * or empty), {@value #INPUT_UNREAD} (naming the keys), {@value #VALUE_TOO_LARGE}. A retried bundle
 * repeats nothing outside.
 */
public final class ApplyRules extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "ApplyRules";

  /** Fewer lines than {@link RulesConfig#minCodeLines}. */
  public static final String TOO_FEW_LINES = "too_few_lines";

  /** {@code input} is not a dict, or is empty. */
  public static final String NO_INPUT = "no_input";

  /** {@code output} is None, or is empty. */
  public static final String NO_OUTPUT = "no_output";

  /** A key of {@code input} is never read. */
  public static final String INPUT_UNREAD = "input_unread";

  /** A number has more digits than {@link RulesConfig#maxDigits}. */
  public static final String VALUE_TOO_LARGE = "value_too_large";

  private final String step;
  private final RulesConfig config;

  private ApplyRules(String step, RulesConfig config) {
    this.step = step;
    this.config = config;
  }

  /** Applies the rules with the thresholds of {@code config}. */
  public static ApplyRules with(RulesConfig config) {
    return new ApplyRules(STEP, config);
  }

  /** The same under another name, for a graph with two such steps. Default {@value #STEP}. */
  public ApplyRules named(String step) {
    return new ApplyRules(step, config);
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new RulesFn(step, config), TypeDescriptor.of(Sample.class));
  }

  private static final class RulesFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Stands for all keys among those that a source reads. */
    private static final String WHOLE_DICT = "*";

    private final RulesConfig config;

    RulesFn(String step, RulesConfig config) {
      super(step);
      this.config = config;
    }

    @Override
    protected Sample apply(Sample sample) throws JsonProcessingException {
      Execution execution = sample.getExecution();
      Facts facts = execution.getFacts();
      JsonNode input = JSON.readTree(execution.getInput());
      JsonNode output = JSON.readTree(execution.getOutput());
      require(
          facts.getCodeLines() >= config.minCodeLines(),
          TOO_FEW_LINES,
          facts.getCodeLines() + " lines, at least " + config.minCodeLines() + " are needed");
      require(
          isDict(input) && !isEmpty(input),
          NO_INPUT,
          "input is "
              + (execution.getInput().isEmpty() ? "not set" : execution.getInput())
              + ", a dict with entries is needed");
      require(
          !output.isMissingNode() && !output.isNull() && !isEmpty(output),
          NO_OUTPUT,
          "output is " + output);
      Set<String> unread = unreadKeys(input, facts);
      require(unread.isEmpty(), INPUT_UNREAD, "never read: " + String.join(", ", unread));
      int digits = Math.max(digits(input), digits(output));
      require(
          digits <= config.maxDigits(),
          VALUE_TOO_LARGE,
          "a number of " + digits + " digits, at most " + config.maxDigits() + " are allowed");
      return sample;
    }

    private static void require(boolean holds, String reason, String evidence) {
      if (!holds) {
        throw new RejectedException(reason, evidence);
      }
    }

    private static boolean isDict(JsonNode value) {
      return value.isObject() && (!isTagged(value) || value.has("$dict"));
    }

    /** Whether the node is a Python value that JSON lacks, written as {@code {"$type": ...}}. */
    private static boolean isTagged(JsonNode value) {
      return value.size() >= 1 && value.fieldNames().next().startsWith("$");
    }

    /** Keys that the dict had when the program ran, which need not be in its source. */
    private static Set<String> unreadKeys(JsonNode input, Facts facts) {
      Set<String> keys = new LinkedHashSet<>();
      if (isTagged(input)) {
        for (JsonNode entry : input.elements().next()) {
          JsonNode key = entry.path(0);
          keys.add(key.isValueNode() ? key.asText() : key.toString());
        }
      } else {
        input.fieldNames().forEachRemaining(keys::add);
      }
      if (facts.getInputKeysReadList().contains(WHOLE_DICT)) {
        keys.clear();
      }
      keys.removeAll(facts.getInputKeysReadList());
      return keys;
    }

    private static boolean isEmpty(JsonNode value) {
      if (value.isTextual()) {
        return value.textValue().isBlank();
      }
      if (value.isObject() && isTagged(value)) {
        JsonNode content = value.elements().next();
        return content.isArray()
            ? content.isEmpty()
            : value.has("$bytes") && content.asText().isEmpty();
      }
      return value.isContainerNode() && value.isEmpty();
    }

    private static int digits(JsonNode value) {
      if (value.isIntegralNumber()) {
        return longestDigits(value.asText());
      }
      if (value.isObject() && isTagged(value)) {
        String text =
            value.path(value.has("$object") ? "text" : value.fieldNames().next()).asText();
        if (!text.isEmpty() && !value.has("$bytes")) {
          return longestDigits(text);
        }
      }
      int most = 0;
      for (JsonNode child : value) {
        most = Math.max(most, digits(child));
      }
      return most;
    }

    private static int longestDigits(String text) {
      int most = 0;
      int run = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        most = Math.max(most, run);
      }
      return most;
    }
  }
}
