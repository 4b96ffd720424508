package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedFieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          problem=task,answer=key | 'task': 'Q?', 'key': 7
          problem=Task, answer=KEY | 'tAsk': 'Q?', 'key': '7'
          problem=task,answer=a.b[0].c | 'task': 'Q?', 'a': {'b': [{'c': '7'}]}
          problem=task,answer=a[-1] | 'task': 'Q?', 'a': [6, 7]
          problem=task,answer=a.b | 'task': 'Q?', 'a': '{\\"b\\": 7}'
          problem=task,answer=a.b | 'task': 'Q?', 'a.b': 7, 'a': {'b': 8}
          problem=task,solution=how | 'task': 'Q?', 'how': 'So \\\\boxed{7}.'
          problem=task,solution=how | 'task': 'Q?', 'how': 'It makes 7 in all.'
          problem=task,solution=how,answer=key | 'task': 'Q?', 'how': 'So \\\\boxed{8}.', 'key': '#### 7'
          problem=talk,answer=key | 'talk': [{'role': 'user', 'content': 'Q?'}], 'key': 7
          problem=talk[0].content,answer=key | 'talk': [{'role': 'user', 'content': 'Q?'}], 'key': 7
          problem=b,answer=c | 'question': 'other', 'answer': '#### 8', 'b': 'Q?', 'c': 7
          """)
  void readsWhatTheFieldsName(String fields, String row) {
    Seed seed = read(fields, row);

    assertThat(seed.getFormat() + ": " + seed.getProblem() + " = " + seed.getAnswer())
        .isEqualTo("fields: Q? = 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          problem=task,answer=key | 'question': 'Q?', 'answer': '#### 7' | unknown_format
          problem=task,answer=key | 'key': 7 | missing_field: field task
          problem=task,answer=a.key | 'task': 'Q?', 'solution': 'It is 7.' | missing_answer: field a.key
          problem=task,answer=key | 'task': 5, 'key': 7 | wrong_type: field task
          problem=task,answer=a[3] | 'task': 'Q?', 'a': [7] | missing_answer: field a[3]
          """)
  void rejectsRowsThatHaveNothingThere(String fields, String row, String expected) {
    assertThatThrownBy(() -> read(fields, row))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query | 'query' is not FIELD=COLUMN
          problem=q | neither solution nor answer
          answer=a | names no problem
          problem=q,reply=r | 'reply' is none of problem, solution, answer
          problem=q,problem=r,answer=a | names problem twice
          problem=a..b,answer=a | no name before a dot
          problem=,answer=a | no name before a dot
          problem=a[x],answer=a | not [NUMBER]
          problem=a[0,answer=a | not [NUMBER]
          """)
  void refusesWhatNamesNoFields(String fields, String expected) {
    assertThatThrownBy(() -> SeedFields.of(fields))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void findsABenchmarksProblem() {
    String row = "{\"meta\": {\"Task\": \"Q?\"}, \"question\": \"other\"}";

    assertThat(ProblemText.of(row, SeedFields.ofProblems("problem=meta.task"))).isEqualTo("Q?");
  }

  private static Seed read(String fields, String row) {
    return new SeedParser(SeedFields.of(fields), "", 1)
        .parse("{" + row.replace('\'', '"') + "}", Location.getDefaultInstance());
  }
}
