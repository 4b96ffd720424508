package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.records.TextPair;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows in the shapes of published data sets. */
class ShapesTest {
  private static final String PROBLEM = "Ida has 3 nets with 12 balls each. How many balls?";
  private static final String STEPS = "She has 3*12 = <<3*12=36>>36 balls.";

  /** What data set it is like; the row; its format; its answer; whether it has a solution. */
  static Stream<Arguments> worded() {
    return Stream.of(
        shape("gsm8k", "'question': P, 'answer': '#S\\n#### 36'", "gsm8k", true),
        shape("gsm8k socratic", "'question': P, 'answer': 'How? ** #S\\n#### 36'", "gsm8k", true),
        shape(
            "math", "'problem': P, 'level': 1, 'solution': '#S So $\\\\boxed{36}$.'", "math", true),
        shape("math500", "'problem': P, 'solution': '#S', 'answer': '36'", "plain", true),
        shape("deepscaler", "'problem': P, 'answer': '36', 'solution': ''", "answer", false),
        shape("deepscaler null", "'problem': P, 'answer': '36', 'solution': null", "answer", false),
        shape(
            "big-math",
            "'problem': P, 'answer': '36', 'source': 'x', 'domain': ['a'],"
                + " 'llama8b_solve_rate': 0.5",
            "bigmath",
            false),
        shape(
            "numinamath",
            "'source': 'x', 'problem': P, 'solution': '#S', 'answer': '36',"
                + " 'problem_type': 'Algebra', 'question_type': 'math-word-problem'",
            "numina",
            true),
        shape(
            "numinamath-cot",
            "'source': 'x', 'problem': P, 'solution': '#S So \\\\boxed{36}.',"
                + " 'messages': [{'role': 'user', 'content': 'other'}]",
            "math",
            true),
        shape(
            "metamath",
            "'query': P, 'response': '#S\\n#### 36\\nThe answer is: 36', 'type': 'x',"
                + " 'original_question': 'other 7'",
            "metamath",
            true),
        shape(
            "openmathinstruct-2",
            "'problem': P, 'generated_solution': '#S \\\\boxed{37}', 'expected_answer': '36',"
                + " 'problem_source': 'x'",
            "openmath",
            true),
        shape(
            "orca-math",
            "'question': P, 'answer': '#S So she has 36 balls in all.'",
            "prose",
            true),
        shape("dolci", "'question': P, 'solution': '#S', 'answer': '36'", "plain", true),
        shape("short answer", "'question': P, 'answer': '36'", "answer", false),
        shape("number", "'question': P, 'answer': 36", "answer", false),
        shape("final answer", "'question': P, 'final_answer': '36', 'topic': 'x'", "answer", false),
        shape(
            "olympiad",
            "'question': P, 'solution': ['#S'], 'final_answer': ['36'], 'unit': null",
            "plain",
            true),
        shape("multiarith", "'question': P, 'final_ans': '36'", "answer", false),
        shape(
            "aime", "'ID': '2020-1', 'Problem': P, 'Solution': '#S', 'Answer': 36", "plain", true),
        shape("theorem", "'Question': P, 'Answer': 36, 'Answer_type': 'integer'", "answer", false),
        shape("alpaca", "'instruction': P, 'input': '', 'output': '#S It is 36.'", "alpaca", true),
        shape(
            "alpaca with input",
            "'instruction': 'Solve the following problem.', 'input': P, 'output': '#S'",
            "alpaca",
            true),
        shape("prompt and completion", "'prompt': P, 'completion': '#S'", "prose", true),
        shape("question and response", "'question': P, 'response': '#S'", "prose", true),
        shape("dapo processed", "'prompt': P, 'solution': '36', 'ability': 'x'", "answer", false),
        shape("gsm-hard", "'input': P, 'code': 'def f(): pass', 'target': 36", "answer", false),
        shape(
            "choice letters",
            "'question': P, 'options': ['A)35', 'B)36', 'C)37'], 'rationale': '#S', 'correct': 'B'",
            "choice",
            true),
        shape(
            "choices in one text",
            "'Problem': P, 'Rationale': '\\\"#S\\\"', 'correct': 'b',"
                + " 'options': 'a ) 35 , b ) 36 , c ) none of these', 'category': 'x'",
            "choice",
            true),
        shape(
            "choice index", "'question': P, 'choices': ['35', '36'], 'answer': 1", "choice", false),
        shape(
            "choice labels",
            "'question': P, 'choices': {'text': ['35', '36'], 'label': ['A', 'B']},"
                + " 'answerKey': 'B'",
            "choice",
            false),
        shape(
            "svamp",
            "'ID': 'c-1', 'Body': 'Ida has 3 nets with 12 balls each.', 'Question':"
                + " 'How many balls?', 'Equation': '( 3.0 * 12.0 )', 'Answer': 36",
            "svamp",
            true),
        shape(
            "asdiv",
            "'body': 'Ida has 3 nets with 12 balls each.', 'question': 'How many balls?',"
                + " 'answer': '36 (balls)', 'formula': '3*12=36'",
            "svamp",
            true),
        shape(
            "dapo",
            "'data_source': 'math_dapo', 'prompt': [{'role': 'user', 'content': 'Solve the following"
                + " math problem step by step. The last line of your response should be of the form"
                + " Answer: $Answer (without quotes) where $Answer is the answer to the"
                + " problem.\\n\\n#Q\\n\\nRemember to put your answer on its own line after"
                + " \\\"Answer:\\\".'}], 'reward_model': {'ground_truth': '36', 'style': 'rule'}",
            "verl",
            false),
        shape(
            "verl gsm8k",
            "'data_source': 'openai/gsm8k', 'prompt': [{'role': 'user', 'content': '#Q Let\\'s think"
                + " step by step and output the final answer after \\\"####\\\".'}],"
                + " 'reward_model': {'style': 'rule', 'ground_truth': '36'},"
                + " 'extra_info': {'split': 'train', 'index': 0}",
            "verl",
            false),
        shape(
            "skywork",
            "'prompt': [{'role': 'user', 'content': P}], 'reward_model': {'ground_truth':"
                + " '[\\\"36\\\"]'}",
            "verl",
            false),
        shape(
            "verl as JSON texts",
            "'prompt': '[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"#Q\\\"}]',"
                + " 'reward_model': '{\\\"ground_truth\\\": \\\"36\\\"}'",
            "verl",
            false),
        shape(
            "messages",
            "'messages': [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content':"
                + " P}, {'role': 'assistant', 'content': '#S The answer is 36.'}]",
            "chat",
            true),
        shape(
            "messages of parts",
            "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': P}]}, {'role':"
                + " 'assistant', 'content': [{'type': 'text', 'text': '#S'}]}]",
            "chat",
            true),
        shape(
            "sharegpt",
            "'conversations': [{'from': 'human', 'value': 'hello'}, {'from': 'gpt', 'value': 'hi'},"
                + " {'from': 'human', 'value': P}, {'from': 'gpt', 'value': '#S'}]",
            "chat",
            true),
        shape(
            "messages with reasoning",
            "'messages': [{'role': 'user', 'content': P}, {'role': 'assistant', 'content':"
                + " '<think>maybe 37</think>#S'}]",
            "chat",
            true),
        shape(
            "trl",
            "'prompt': [{'role': 'user', 'content': P}], 'completion': [{'role': 'assistant',"
                + " 'content': '#S'}]",
            "chat",
            true),
        shape(
            "rlvr",
            "'messages': [{'role': 'user', 'content': P}], 'ground_truth': '36'",
            "chat",
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("worded")
  void readsAProblemInWordsWithItsAnswer(String set, String row, String format, boolean solved) {
    Seed seed = read(row);

    assertThat(seed.getFormat() + ": " + seed.getProblem() + " = " + seed.getAnswer())
        .isEqualTo(format + ": " + PROBLEM + " = 36");
    assertThat(!seed.getSolution().isEmpty()).as(seed.getSolution()).isEqualTo(solved);
  }

  static Stream<Arguments> programming() {
    return Stream.of(
        arguments(
            "mbpp",
            "'text': 'Double it.', 'code': 'def f(x): return 2*x', 'task_id': 7,"
                + " 'test_list': ['assert f(2) == 4']",
            "mbpp: Double it. = 4",
            "assert f(2) == 4"),
        arguments(
            "sanitised mbpp",
            "'prompt': 'Double it.', 'code': 'def f(x): return 2*x', 'task_id': 7,"
                + " 'test_imports': [], 'test_list': ['assert f(2) == 4']",
            "mbpp: Double it. = 4",
            "assert f(2) == 4"),
        arguments(
            "humaneval",
            "'task_id': 'HumanEval/0', 'prompt': 'def f(x):\\n  \\\"Double it.\\\"\\n',"
                + " 'entry_point': 'f', 'canonical_solution': '  return 2*x\\n', 'test':"
                + " 'def check(candidate):\\n  assert candidate(2) == 4\\n  assert candidate(3) == 6'",
            "humaneval: def f(x):\n  \"Double it.\" = 4",
            "assert f(2) == 4|assert f(3) == 6"),
        arguments(
            "kodcode",
            "'question_id': 'k', 'question': 'Double it.', 'solution': 'def f(x): return 2*x',"
                + " 'test': 'from solution import f\\n\\ndef test_f():\\n    assert f(2) == 4\\n'",
            "kodcode: Double it. = 4",
            "assert f(2) == 4"),
        arguments(
            "kodcode with names",
            "'question': 'Double it.', 'solution': 'def f(x): return 2*x', 'test':"
                + " 'def test_f():\\n    x = 2\\n    expected = 4\\n    assert f(x) == expected\\n'",
            "kodcode: Double it. = 4",
            "x = 2\nexpected = 4\nassert f(x) == expected"),
        arguments(
            "kodcode with loops first",
            "'question': 'Double it.', 'solution': 'def f(x): return 2*x', 'test':"
                + " 'def test_a():\\n  for i in range(3):\\n    assert f(i) == 2 * i\\n"
                + "def test_b():\\n  assert 4 == f(2)'",
            "kodcode: Double it. = 4",
            "assert 4 == f(2)"),
        arguments(
            "apps",
            "'problem_id': 1, 'question': 'Double it.', 'solutions': '[\\\"print(2*int(input()))\\\"]',"
                + " 'input_output': '{\\\"inputs\\\": [\\\"2\\\\n\\\"], \\\"outputs\\\": [\\\"4\\\\n\\\"]}'",
            "contest: Double it.\n\nWhat is the output for this input?\n2 = 4",
            ""),
        arguments(
            "apps with a function",
            "'question': 'Double it.', 'solutions': '', 'input_output': '{\\\"fn_name\\\": \\\"f\\\","
                + " \\\"inputs\\\": [[2, [true]]], \\\"outputs\\\": [[4]]}'",
            "contest: Double it. = 4",
            "assert f(2, [True]) == 4"),
        arguments(
            "taco",
            "'question': 'Double it.', 'solutions': ['print(2*int(input()))'], 'difficulty': 'EASY',"
                + " 'input_output': {'inputs': ['2'], 'outputs': ['4']}",
            "contest: Double it.\n\nWhat is the output for this input?\n2 = 4",
            ""),
        arguments(
            "livecodebench",
            "'question_title': 't', 'question_content': 'Double it.', 'question_id': 'q',"
                + " 'public_test_cases': '[{\\\"input\\\": \\\"2\\\", \\\"output\\\": \\\"4\\\","
                + " \\\"testtype\\\": \\\"stdin\\\"}]', 'private_test_cases': 'eJx', 'metadata': '{}'",
            "contest: Double it.\n\nWhat is the output for this input?\n2 = 4",
            ""),
        arguments(
            "livecodebench with a function",
            "'question_content': 'Double it.', 'public_test_cases': '[{\\\"input\\\":"
                + " \\\"2\\\\n[true]\\\", \\\"output\\\": \\\"[4]\\\", \\\"testtype\\\":"
                + " \\\"functional\\\"}]', 'metadata': '{\\\"func_name\\\": \\\"f\\\"}'",
            "contest: Double it. = [4]",
            "assert f(2, [True]) == [4]"),
        arguments(
            "codecontests",
            "'name': 'n', 'description': 'Double it.', 'public_tests': {'input': ['2'], 'output':"
                + " ['4']}, 'solutions': {'language': [2, 3], 'solution': ['x', 'y']}",
            "contest: Double it.\n\nWhat is the output for this input?\n2 = 4",
            ""),
        arguments(
            "verl code",
            "'data_source': 'taco', 'prompt': [{'role': 'user', 'content': 'Double it.'}],"
                + " 'reward_model': {'style': 'rule', 'ground_truth':"
                + " '{\\\"inputs\\\": [\\\"2\\\"], \\\"outputs\\\": [\\\"4\\\"]}'}",
            "verl: Double it.\n\nWhat is the output for this input?\n2 = 4",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programming")
  void readsAProgrammingTaskWithTheValueOfATest(
      String set, String row, String expected, String tests) {
    Seed seed = read(row);

    assertThat(seed.getFormat() + ": " + seed.getProblem() + " = " + seed.getAnswer())
        .isEqualTo(expected);
    assertThat(String.join("|", seed.getTestsList())).isEqualTo(tests);
  }

  @Test
  void aProgrammingTaskKeepsItsTestsToBeRun() {
    assertThat(
            read("'text': 'T', 'code': 'c', 'test_setup_code': 'import math', 'test_list':"
                    + " ['assert f(2) == 4'], 'challenge_test_list': ['assert f(0) == 0']")
                .getSuite())
        .isEqualTo(
            TestSuite.newBuilder()
                .setModule("import math")
                .addAsserts("assert f(2) == 4")
                .addAsserts("assert f(0) == 0")
                .build());
    assertThat(
            read("'prompt': 'def f(x):\\n  \\\"Double.\\\"\\n', 'entry_point': 'f',"
                    + " 'canonical_solution': '  return 2*x\\n',"
                    + " 'test': 'def check(candidate):\\n  assert candidate(2) == 4'")
                .getSuite())
        .isEqualTo(
            TestSuite.newBuilder()
                .setFunction("f")
                .setSetup("def f(x):\n  \"Double.\"")
                .setModule("def check(candidate):\n  assert candidate(2) == 4")
                .build());
    assertThat(
            read("'question': 'Q', 'solution': 'def f(x): pass', 'test': 'assert f(2) == 4',"
                    + " 'test_info': [{'function_name': 'f'}]")
                .getSuite())
        .isEqualTo(TestSuite.newBuilder().setFunction("f").setModule("assert f(2) == 4").build());
    assertThat(
            read("'question': 'Q', 'solutions': '', 'input_output': {'inputs': ['1\\n2', '3'],"
                    + " 'outputs': ['2\\n4\\n', '6']}")
                .getSuite())
        .isEqualTo(
            TestSuite.newBuilder()
                .addPairs(TextPair.newBuilder().setInput("3").setOutput("6"))
                .addPairs(TextPair.newBuilder().setInput("1\n2").setOutput("2\n4"))
                .build());
    assertThat(
            read("'question': 'Q', 'solutions': '', 'input_output': {'fn_name': 'f',"
                    + " 'inputs': [[2], [true]], 'outputs': [[4], [2]]}")
                .getSuite())
        .isEqualTo(
            TestSuite.newBuilder()
                .setFunction("f")
                .addAsserts("assert f(2) == 4")
                .addAsserts("assert f(True) == 2")
                .build());
  }

  @Test
  void testsThatOnlyLoopAreKeptWithoutAnAnswer() {
    String test = "def check(candidate):\\n  for i in range(9):\\n    assert candidate(i) == 2 * i";
    Seed seed =
        read(
            "'prompt': 'def f(x):\\n  \\\"Double.\\\"\\n', 'entry_point': 'f',"
                + " 'canonical_solution': '  return 2*x\\n', 'test': '"
                + test
                + "'");

    assertThat(seed.getAnswer()).isEmpty();
    assertThat(seed.getTestsList()).containsExactly(test.replace("\\n", "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'problem': P, 'solution': '#S', 'answer': 'proof' | proof | proof
          'problem': P, 'solution': '#S', 'problem_type': 'x', 'question_type': 'proof' | proof | proof
          'problem': P, 'answer': NaN, 'solution': '' | missing_answer | answer
          'question': P, 'answer': 'It cannot be told from what is given here.' | missing_answer | no number
          'question': P, 'options': ['A)1', 'B)2'], 'correct': 'C' | missing_answer | names none of 2
          'prompt': [{'role': 'user', 'content': P}], 'reward_model': {'style': 'model'} | missing_answer | ground_truth
          'messages': [{'role': 'user', 'content': P}] | missing_answer | messages
          'messages': [{'role': 'assistant', 'content': '#S'}] | missing_field | no message of the user
          'question': P, 'solution': 'c', 'test': 'def test_f(): pass' | missing_answer | no assert
          'chosen_text': 'a', 'score': 2 | unknown_format | --seedFields
          'title': P, 'ANSWER': '36' | unknown_format | [title, ANSWER]
          'text': 'Once upon a time.' | unknown_format | [text]
          """)
  void rejectsByName(String row, String reason, String evidence) {
    assertThatThrownBy(() -> read(row))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason() + " " + e.evidence()).startsWith(reason).contains(evidence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1.10 | 1.10
          100 | 100
          1e2 | 1e2
          0.1000000000000000055 | 0.1000000000000000055
          1e99999999999 | 1e99999999999
          true | True
          [1, 2.50] | 1, 2.50
          '\\\\frac{1}{2}' | \\frac{1}{2}
          'two hours and a half' | two hours and a half
          """)
  void keepsAnAnswerAsItIsWritten(String written, String answer) {
    assertThat(read("'question': P, 'answer': " + written).getAnswer()).isEqualTo(answer);
  }

  @Test
  void leavesAProblemAloneThatIsAnInstructionItself() {
    String text = "Please reason step by step.";

    assertThat(read("'prompt': '" + text + "', 'answer': '1'").getProblem()).isEqualTo(text);
  }

  private static Arguments shape(String set, String row, String format, boolean solved) {
    return arguments(set, row, format, solved);
  }

  /** A row with double quotes for single ones, and the problem and its solution filled in. */
  private static Seed read(String row) {
    String json =
        "{"
            + row.replace("\\'", "\u0001")
                .replace('\'', '"')
                .replace('\u0001', '\'')
                .replace(" P", " \"" + PROBLEM + "\"")
                .replace("#S", STEPS)
                .replace("#Q", PROBLEM)
            + "}";
    return SeedParser.DEFAULT.parse(json, Location.getDefaultInstance());
  }
}
