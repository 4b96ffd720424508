package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.records.TextPair;

/** Takes the tests of programming tasks from rows as they are, to be run. */
final class TestSuites {
  private TestSuites() {}

  /** MBPP's: asserts, and the lines that all of them need. */
  static TestSuite ofAsserts(Row row, List<String> tests) {
    TestSuite.Builder suite = TestSuite.newBuilder().addAllAsserts(tests);
    if (row.isFilled("challenge_test_list")) {
      suite.addAllAsserts(row.texts("challenge_test_list"));
    }
    if (row.isFilled("test_imports")) {
      suite.setModule(String.join("\n", row.texts("test_imports")));
    }
    return row.isText("test_setup_code") && row.isFilled("test_setup_code")
        ? suite.setModule(row.text("test_setup_code")).build()
        : suite.build();
  }

  /** KodCode's name of the function that is tested; empty where it names none or several. */
  static String function(Row row) {
    Optional<JsonNode> tested = row.nested("test_info").filter(list -> list.size() == 1);
    return tested
        .map(list -> list.path(0).path("function_name"))
        .filter(JsonNode::isTextual)
        .map(name -> Row.text("test_info", name).strip())
        .orElse("");
  }

  /** Whether tests say anywhere that something has to be so. */
  static boolean mayFail(String module) {
    return PythonLexer.tokens(module).stream()
        .filter(token -> token.kind() == Kind.NAME)
        .anyMatch(token -> token.text().startsWith("assert") || token.is("raises"));
  }

  /** What a seed's suite has beside what its tests show, for its id. */
  static List<String> furtherContent(Seed.Builder seed) {
    List<String> content = new ArrayList<>();
    TestSuite suite = seed.getSuite();
    for (String text : List.of(suite.getFunction(), suite.getSetup(), suite.getModule())) {
      if (!text.isEmpty()) {
        content.add(text);
      }
    }
    suite.getAssertsList().stream()
        .filter(test -> !seed.getTestsList().contains(test))
        .forEach(content::add);
    for (TextPair pair : suite.getPairsList()) {
      content.add(pair.getInput());
      content.add(pair.getOutput());
    }
    return content;
  }
}
