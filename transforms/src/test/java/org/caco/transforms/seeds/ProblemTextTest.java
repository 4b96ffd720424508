package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'question': Q, 'answer': '#### 7'",
        "'ID': '2024-I-1', 'Problem': Q, 'Solution': 'x', 'Answer': 204",
        "'id': 1, 'Question': Q, 'Answer': 2.5, 'Answer_type': 'float'",
        "'problem': Q, 'subject': 'Algebra', 'level': 2, 'unique_id': 'a'",
        "'task_id': 7, 'text': Q, 'code': 'c', 'test_list': []",
        "'task_id': 'HumanEval/1', 'prompt': Q, 'canonical_solution': 'c'",
        "'prompt': [{'role': 'system', 'content': 's'}, {'role': 'user', 'content': Q}]",
        "'messages': [{'role': 'user', 'content': Q}, {'role': 'assistant', 'content': 'a'}]",
        "'conversations': [{'from': 'human', 'value': Q}]",
        "'Body': 'A runner goes for a walk.', 'Question': 'How far?'",
        "'question_title': 't', 'question_content': Q, 'public_test_cases': '[]'",
        "'question': Q, 'choices': ['a', 'b'], 'answer': 1",
        "'question': Q, 'passage': null, 'options': ['(A)1'], 'label': 'A'",
        "'question': Q, 'table': 'a | b', 'answer': 7, 'split': NaN"
      })
  void findsTheProblemOfABenchmark(String row) {
    String json =
        "{" + row.replace('\'', '"').replace(" Q", " \"A runner goes for a walk. How far?\"") + "}";

    assertThat(ProblemText.of(json)).isEqualTo("A runner goes for a walk. How far?");
  }
}
