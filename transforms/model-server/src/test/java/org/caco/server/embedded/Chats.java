package org.caco.server.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The requests that the steps make, and what they take from the replies. */
final class Chats {
  private static final Pattern BLOCK = Pattern.compile("(?s)```python\n(.*)\n```");
  private static final Pattern BOX = Pattern.compile("\\\\boxed\\{(.*)}");

  private Chats() {}

  static List<ChatMessage> unify(String problem, String solution) {
    return chat("# Problem\n" + problem + "\n\n# Solution\n" + solution + "\n");
  }

  static List<ChatMessage> unifyTask(String problem, String code, String check) {
    return chat(
        "# Problem\n" + problem + "\n\n# Solution\n" + code + "\n\n# Check\n" + check + "\n");
  }

  static List<ChatMessage> code(String... examples) {
    StringBuilder text = new StringBuilder();
    for (String example : examples) {
      text.append("# Example program\n```python\n").append(example).append("\n```\n\n");
    }
    return chat(text.append(examples.length == 0 ? "" : "Write one new program.\n").toString());
  }

  static List<ChatMessage> problem(String program, String output) {
    return chat(
        "# Program\n```python\n" + program + "\n```\n\n# Input\n{}\n\n# Output\n" + output + "\n");
  }

  static List<ChatMessage> solve(String problem) {
    return chat("# Problem\n" + problem + "\n");
  }

  static List<ChatMessage> judge(String problem, String solution, String program, String output) {
    return chat(
        "# Problem\n"
            + problem
            + "\n\n# Solution\n"
            + solution
            + "\n\n# Program\n```python\n"
            + program
            + "\n```\n\n# Output\n"
            + output
            + "\n");
  }

  private static List<ChatMessage> chat(String text) {
    return List.of(new ChatMessage("system", "Be good."), new ChatMessage("user", text));
  }

  /** The code in a reply, or an empty text where it has none. */
  static String program(String reply) {
    Matcher matcher = BLOCK.matcher(reply);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The boxed answer of a reply, or an empty text where it has none. */
  static String boxed(String reply) {
    Matcher matcher = BOX.matcher(reply);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** A file of the development data; the test is skipped where it is absent. */
  static Path data(String name) {
    Path path = Path.of(System.getProperty("caco.data"), name);
    Assumptions.assumeTrue(
        Files.exists(path), () -> path + " is absent; set -Dcaco.data=DIR to test with it");
    return path;
  }
}
