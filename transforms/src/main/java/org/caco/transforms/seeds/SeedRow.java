package org.caco.transforms.seeds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/** A row of a seeds file. */
final class SeedRow {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number stays as it is written: 1.10 is not 1.1.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final List<String> NAME_FIELDS = List.of("id", "task_id", "unique_id");
  private static final String GSM8K_MARK = "####";

  private final JsonNode row;

  private SeedRow(JsonNode row) {
    this.row = row;
  }

  /**
   * The seed in {@code line}.
   *
   * @throws RejectedException for the reasons that {@link ReadSeeds} lists
   */
  static Seed parse(String line, Location location) {
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new RejectedException("invalid_json", e.getOriginalMessage() + place);
    }
    if (!row.isObject()) {
      throw new RejectedException(
          "not_an_object", "a JSON " + typeOf(row) + " where an object is expected");
    }
    Seed.Builder seed = new SeedRow(row).seed();
    List<String> content = new ArrayList<>();
    content.add("seed");
    content.add(seed.getProblem());
    content.add(seed.getSolution());
    content.add(seed.getAnswer());
    content.addAll(seed.getTestsList());
    return seed.setId(ContentHash.of(content.toArray(String[]::new))).setLocation(location).build();
  }

  private Seed.Builder seed() {
    if (has("test_list") || (has("code") && (has("text") || has("prompt")))) {
      return mbpp();
    }
    if (has("problem")) {
      return math();
    }
    if (has("question")) {
      return gsm8k();
    }
    List<String> fields = new ArrayList<>();
    row.fieldNames().forEachRemaining(fields::add);
    throw new RejectedException(
        "unknown_format",
        "the fields "
            + fields
            + " are none of {question, answer}, {problem, solution}, {text, code, test_list},"
            + " {problem, solution, answer}");
  }

  private Seed.Builder gsm8k() {
    String problem = text("question");
    String solution = answerField("answer");
    int mark = solution.lastIndexOf(GSM8K_MARK);
    if (mark < 0) {
      throw missingAnswer("answer", "it has no " + GSM8K_MARK);
    }
    String answer = solution.substring(mark + GSM8K_MARK.length()).strip();
    if (answer.isEmpty()) {
      throw missingAnswer("answer", "nothing follows " + GSM8K_MARK);
    }
    return seed("gsm8k", problem, solution).setAnswer(answer);
  }

  private Seed.Builder math() {
    String problem = text("problem");
    String solution = text("solution");
    Optional<String> boxed = BoxedAnswer.last(solution);
    Seed.Builder seed = seed(boxed.isPresent() ? "math" : "plain", problem, solution);
    if (has("answer")) {
      return seed.setAnswer(answerField("answer"));
    }
    return seed.setAnswer(
        boxed.orElseThrow(
            () ->
                missingAnswer(
                    "solution", "there is no field answer, and it has no closed \\boxed{}")));
  }

  private Seed.Builder mbpp() {
    String problem = text(has("text") ? "text" : "prompt");
    String code = text("code");
    List<String> tests = texts("test_list");
    String answer =
        tests.stream()
            .flatMap(test -> FirstAssert.expected(test).stream())
            .findFirst()
            .orElseThrow(() -> missingAnswer("test_list", "it has no assert that can be read"));
    return seed("mbpp", problem, code).addAllTests(tests).setAnswer(answer);
  }

  private Seed.Builder seed(String format, String problem, String solution) {
    return Seed.newBuilder()
        .setFormat(format)
        .setName(name())
        .setProblem(problem)
        .setSolution(solution);
  }

  private String name() {
    for (String field : NAME_FIELDS) {
      if (has(field)) {
        return textOrNumber(field);
      }
    }
    return "";
  }

  private boolean has(String field) {
    return row.hasNonNull(field);
  }

  private String text(String field) {
    if (!has(field)) {
      throw new RejectedException("missing_field", "field " + field + ": it is missing");
    }
    String text = text(field, row.get(field));
    if (text.isEmpty()) {
      throw new RejectedException("missing_field", "field " + field + ": it is empty");
    }
    return text;
  }

  private String answerField(String field) {
    if (!has(field)) {
      throw missingAnswer(field, "it is missing");
    }
    String answer = textOrNumber(field);
    if (answer.isEmpty()) {
      throw missingAnswer(field, "it is empty");
    }
    return answer;
  }

  private List<String> texts(String field) {
    if (!has(field)) {
      throw new RejectedException("missing_field", "field " + field + ": it is missing");
    }
    JsonNode array = row.get(field);
    if (!array.isArray()) {
      throw wrongType(field, "an array of strings", array);
    }
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(text(field, element)));
    return texts;
  }

  private String textOrNumber(String field) {
    JsonNode value = row.get(field);
    return value.isNumber() ? value.asText() : text(field, value);
  }

  private static String text(String field, JsonNode value) {
    if (!value.isTextual()) {
      throw wrongType(field, "a string", value);
    }
    String text = value.textValue();
    // Protobuf would write a question mark for it.
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
        throw new RejectedException(
            "lone_surrogate",
            String.format(
                Locale.ROOT, "field %s: \\u%04x stands alone", field, (int) text.charAt(i)));
      }
    }
    // Leading blanks may be a program's indentation.
    return text.replace("\r\n", "\n").stripTrailing();
  }

  private static RejectedException missingAnswer(String field, String why) {
    return new RejectedException("missing_answer", "field " + field + ": " + why);
  }

  private static RejectedException wrongType(String field, String expected, JsonNode value) {
    return new RejectedException(
        "wrong_type",
        String.format(
            Locale.ROOT,
            "field %s: a JSON %s where %s is expected",
            field,
            typeOf(value),
            expected));
  }

  private static String typeOf(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
