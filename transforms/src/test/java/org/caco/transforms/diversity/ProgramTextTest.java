package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProgramTextTest {
  private static final String PROGRAM =
      """
      from fractions import Fraction

      input = {'egg_count': 16, 'days': [1, 2]}

      def add_up(egg_count, days):
          total = 0
          for one_day in days:
              total += egg_count * one_day
          share, rest = divmod(total, 7.5)
          return share - rest

      output = add_up(**input)
      print(output)
      """;

  @Test
  void keepsInputsAndSteps() {
    assertThat(ProgramText.of(PROGRAM))
        .isEqualTo(
            """
            input = { 'egg count' : 0 , 'days' : [ 0 , 0 ] }
            def f ( egg count , days ) :
             v1 = 0
             for v2 in days :
              v1 + = egg count * v2
             v3 , v4 = divmod ( v1 , 0 )
             return v3 - v4\
            """);
  }

  @Test
  void isTheSameWithOtherNamesForTheSteps() {
    String renamed =
        PROGRAM
            .replace("total", "sum_so_far")
            .replace("one_day", "d")
            .replace("share", "a")
            .replace("rest", "b")
            .replace("add_up", "compute");

    assertThat(ProgramText.of(renamed)).isEqualTo(ProgramText.of(PROGRAM));
  }

  @Test
  void isTheSameWithOtherNumbers() {
    assertThat(ProgramText.of(PROGRAM.replace("16", "2_000").replace("7.5", ".25")))
        .isEqualTo(ProgramText.of(PROGRAM));
  }

  @Test
  void isAnotherWithOtherInputs() {
    assertThat(ProgramText.of(PROGRAM.replace("egg_count", "miles")))
        .isNotEqualTo(ProgramText.of(PROGRAM));
  }

  @Test
  void isAnotherWithOtherSteps() {
    assertThat(ProgramText.of(PROGRAM.replace("share - rest", "share + rest")))
        .isNotEqualTo(ProgramText.of(PROGRAM));
  }

  @Test
  void leavesComparisonsAttributesAndKeywordsAlone() {
    String program =
        """
        def f(a):
            if a == b:
                return max(a, key=len)
            a.size = 1
        """;

    assertThat(ProgramText.of(program))
        .isEqualTo(
            """
            def f ( a ) :
             if a = = b :
              return max ( a , key = len )
             a . size = 0\
            """);
  }

  @Test
  void takesConstantsForTheInputWhereThereIsNone() {
    String program =
        """
        def ticketSales():
            # people in the theater
            tickets_2019 = [3, 4, 5]
            kind = 'adult'
            rest = 0
            for one in tickets_2019:
                rest += one * 2
            left = rest - 1
            return left

        output = ticketSales()
        print(output)
        """;

    assertThat(ProgramText.of(program))
        .isEqualTo(
            """
            input = { 'tickets' : [ 0 ] , 'kind' : 'adult' }
            def ticket Sales ( ) :
             v1 = 0
             for v2 in tickets :
              v1 + = v2 * 0
             left = v1 - 0
             return left
            # people theater\
            """);
  }

  @Test
  void takesAModuleWithoutAFunctionAlike() {
    assertThat(ProgramText.of("eggs = 12\neaten = 3\noutput = eggs - eaten\nprint(output)"))
        .isEqualTo("input = { 'eggs' : 0 , 'eaten' : 0 }\noutput = eggs - eaten");
  }

  @Test
  void takesAllOfCodeThatIsOnlyBoilerplate() {
    assertThat(ProgramText.of("print( 1 )")).isEqualTo("print ( 1 )");
  }

  @Property
  void acceptsAnyText(@ForAll String text) {
    assertThat(ProgramText.of(text)).isNotNull();
  }
}
