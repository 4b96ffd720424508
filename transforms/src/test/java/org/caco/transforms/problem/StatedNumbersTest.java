package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedNumbersTest {
  private static boolean states(String text, String number) {
    return StatedNumbers.of(text).states(new BigDecimal(number), EntryName.of("n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "She has 1,234,567 beads | 1234567",
        "$1{,}000$ beads | 1000",
        "1 500 km | 1500",
        "costs $.75 | 0.75",
        "costs 75 cents | 0.75",
        "$1.50 each | 150",
        "a 20% discount | 0.2",
        "a 20\\% discount | 0.8",
        "grows by 5 percent | 1.05",
        "takes one fifth | 0.2",
        "two thirds of it | 0.6666666666666666",
        "\\frac{3}{8} of it | 0.375",
        "\\frac38 of it | 0.375",
        "3/8 of it | 0.375",
        "2 1/2 hours | 2.5",
        "1\u00bd hours | 1.5",
        "two and a half hours | 2.5",
        "twenty-five | 25",
        "one hundred and twenty three thousand | 123000",
        "2.5 million | 2500000",
        "three dozen eggs | 36",
        "half a dozen eggs | 6",
        "twice as many | 2",
        "a week later | 7",
        "2 hours | 120",
        "at 9:30 | 9.5",
        "$1.5 \\times 10^{6}$ | 1500000",
        "below -5 degrees | -5",
        "the 3rd | 3",
        "an apple | 1"
      })
  void statesANumberInManyForms(String text, String number) {
    assertThat(states(text, number)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "She has 1,234 beads | 1235",
        "She has 2 beads | 200",
        "20 apples | 0.3",
        "twenty-five | 26",
        "25 apples and 3 pears | 28",
        "no number | 13",
        "3.14 | 3.15",
        "12345678901234567890 | 12345678901234567891"
      })
  void doesNotStateAnother(String text, String number) {
    assertThat(states(text, number)).isFalse();
  }

  @Property(tries = 200)
  void statesEveryWholeNumberThatItHolds(@ForAll @IntRange(min = 0) int number) {
    assertThat(states("There are " + number + " of them.", Integer.toString(number))).isTrue();
    assertThat(states(String.format("$%,d$", number), Integer.toString(number))).isTrue();
  }
}
