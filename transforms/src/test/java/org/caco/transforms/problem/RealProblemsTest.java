package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * How many real problems seem to lack a number that their solution starts from: of GSM8K train, the
 * numbers on the left of the first annotation, as in {@code <<48/2=24>>}. It is more than the check
 * is wrong about: some solutions start from what they count or have worked out in words.
 */
class RealProblemsTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data"))
          .resolve("gsm8k/train.jsonl")
          .toAbsolutePath()
          .normalize();
  private static final Pattern STEP = Pattern.compile("<<([^=<>]*)=");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?|\\.\\d+");

  @Test
  void fewProblemsSeemToLackANumber() throws IOException {
    assumeTrue(Files.isRegularFile(DATA), () -> "there is no " + DATA);
    ObjectMapper json = new ObjectMapper();
    List<String> lacking = new ArrayList<>();
    int problems = 0;
    for (String line : Files.readAllLines(DATA)) {
      JsonNode row = json.readTree(line);
      StatedNumbers stated = StatedNumbers.of(row.get("question").asText());
      problems++;
      for (BigDecimal number : givens(row.get("answer").asText())) {
        if (!stated.states(number)) {
          lacking.add(number + " in: " + row.get("question").asText());
          break;
        }
      }
    }

    assertThat(lacking).hasSizeLessThan(problems / 10);
  }

  /** The numbers that the first annotated step starts from. */
  private static List<BigDecimal> givens(String answer) {
    Matcher step = STEP.matcher(answer);
    return step.find()
        ? NUMBER.matcher(step.group(1)).results().map(n -> new BigDecimal(n.group())).toList()
        : List.of();
  }
}
