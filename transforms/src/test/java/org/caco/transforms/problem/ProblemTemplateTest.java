package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTemplateTest {
  private static Sample sample(String input, String text) {
    return Sample.newBuilder()
        .setProgram(Program.newBuilder().setCode("input = {}\noutput = a * 100 // 12\n"))
        .setExecution(Execution.newBuilder().setInput(input))
        .setProblem(Problem.newBuilder().setText(text))
        .build();
  }

  private static String written(String input, String text, String... numbers) {
    List<BigDecimal> others = Stream.of(numbers).map(BigDecimal::new).toList();
    return ProblemTemplate.of(sample(input, text)).text(others).orElse("-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'apples':6} | He has 6 apples. | 14 | He has 14 apples.",
        "{'apples':6} | He has six apples. | 14 | He has fourteen apples.",
        "{'apples':25} | Twenty-five apples fell. | 42 | Forty-two apples fell.",
        "{'apples':105} | All 105 or so. | 98 | All 98 or so.",
        "{'people':1250} | The 1,250 people left. | 23400 | The 23,400 people left.",
        "{'price':3.2} | It costs $3.20 a piece. | 4.5 | It costs $4.50 a piece.",
        "{'price':3.0} | It costs $3 a piece. | 4.5 | It costs $4.50 a piece.",
        "{'rate':25} | It is 25% off. | 40 | It is 40% off.",
        "{'rate':0.25} | It is 25% off. | 0.4 | It is 40% off.",
        "{'rate':0.25} | It is 25 percent off. | 0.05 | It is 5 percent off.",
        "{'share':0.5} | Half of the cake is left. | 0.75 | Three-quarters of the cake is left.",
        "{'share':0.75} | He ate 3/4 of it. | 0.4 | He ate 2/5 of it.",
        "{'hour':15} | They meet at 3 pm. | 17 | They meet at 5 pm.",
        "{'hour':9} | They meet at 9 a.m. today. | 11 | They meet at 11 a.m. today.",
        "{'feet':9} | He has a 9-foot rope. | 11 | He has an 11-foot rope.",
        "{'feet':8} | An 8-foot rope. | 7 | A 7-foot rope.",
        "{'apples':1} | There is 1 apple in it. | 3 | There are 3 apples in it.",
        "{'boxes':1} | He fills 1 box. | 2 | He fills 2 boxes.",
        "{'berries':1} | He ate 1 berry and left. | 4 | He ate 4 berries and left.",
        "{'change':-5} | It fell by 5 degrees. | -7 | It fell by 7 degrees."
      })
  void anotherNumberIsWrittenAsItsOwn(String input, String text, String number, String expected) {
    assertThat(written(input.replace('\'', '"'), text, number)).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("{'a':6,'b':6}", "6 apples in 6 boxes.", ProblemTemplate.STANDS_TWICE),
        Arguments.of("{'a':6}", "6 apples, and 6 more.", ProblemTemplate.STANDS_TWICE),
        Arguments.of("{'minutes':30}", "It takes half an hour.", ProblemTemplate.STATED_OTHERWISE),
        Arguments.of("{'n':[1,2,3,4,5,6]}", "All of 1 to 6.", ProblemTemplate.STATED_OTHERWISE),
        Arguments.of("{'sides':6}", "A hexagon has 6 sides.", ProblemTemplate.ALSO_IMPLIED),
        Arguments.of("{'eggs':12}", "He has a dozen eggs.", ProblemTemplate.OTHER_FORM),
        Arguments.of("{'people':3000000}", "It has 3 million.", ProblemTemplate.OTHER_FORM),
        Arguments.of("{'hour':14}", "They meet at 14:30.", ProblemTemplate.OTHER_FORM),
        Arguments.of("{'apples':1}", "He has 1 red apple.", ProblemTemplate.WORDING),
        Arguments.of("{'apples':1}", "1 apple is here.", ProblemTemplate.WORDING),
        Arguments.of("{'a':6,'b':9}", "6 and 9 make 15.", ProblemTemplate.OTHER_NUMBER),
        Arguments.of("{'a':{'$set':[1,2]},'b':9}", "9 of 1, 2.", ProblemTemplate.OTHER_VALUE),
        Arguments.of("{'name':'Ada'}", "Ada is here.", ProblemTemplate.NO_PLACE));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aTextInWhichANumberHasNoOnePlaceIsNoTemplate(String input, String text, String reason) {
    assertThatThrownBy(() -> ProblemTemplate.of(sample(input.replace('\'', '"'), text)))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aNumberThatItsFormCannotHoldIsNotWritten() {
    assertThat(written("{\"rate\":0.25}", "It is 25% off.", "0.333")).isEqualTo("-");
    assertThat(written("{\"share\":0.5}", "Half of it is left.", "0.43")).isEqualTo("-");
    assertThat(written("{\"hour\":15}", "They meet at 3 pm.", "9")).isEqualTo("-");
    assertThat(written("{\"apples\":6}", "He has six apples.", "1234")).isEqualTo("-");
    assertThat(written("{\"apples\":6}", "He has 6 apples.", "1")).isEqualTo("-");
  }

  @Test
  void whatStaysAreTextsAndNumbersOfTheProgramAndThoseThatWordsImply() {
    Sample sample =
        sample(
            "{\"name\":\"Unit 9\",\"days_per_week\":7,\"apples\":[3,5]}",
            "One day Ada of Unit 9 finds 3 and then 5 apples, 100 times a year, each week.");

    ProblemTemplate template = ProblemTemplate.of(sample);

    assertThat(template.places())
        .extracting(place -> place.getPath() + " " + place.getStart() + " " + place.getForm())
        .containsExactly("apples[0] 28 digits", "apples[1] 39 digits");
    List<BigDecimal> others = List.of(new BigDecimal("4"), new BigDecimal("8"));
    assertThat(template.input(others).toJson())
        .isEqualTo("{\"name\":\"Unit 9\",\"days_per_week\":7,\"apples\":[4,8]}");
    assertThat(template.text(others)).get().asString().contains("finds 4 and then 8 apples, 100");
  }
}
