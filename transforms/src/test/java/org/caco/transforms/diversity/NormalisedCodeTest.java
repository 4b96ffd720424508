package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisedCodeTest {
  private static final String PROGRAM =
      """
      input = {'eggs': 16, "price": 2.50}

      # what is left is sold
      def sell(eggs, price):
          left = eggs - (3 +
                         4)  # breakfast and muffins
          return left*price

      output = sell(**input)
      print(output)
      """;

  @Test
  void forgetsLayoutCommentsAndQuotes() {
    String other =
        "input={\"eggs\":16,'price':2.50}\r\ndef sell( eggs,price ):\r\n\tleft=eggs-(3+4)\r\n"
            + "\treturn left * price\r\noutput = sell ( ** input )\t\r\n\r\nprint(output) # done";

    assertThat(NormalisedCode.of(other)).isEqualTo(NormalisedCode.of(PROGRAM));
  }

  @Test
  void readsAsPython() {
    assertThat(NormalisedCode.of(PROGRAM))
        .isEqualTo(
            """
            input = { 'eggs' : 16 , 'price' : 2.50 }
            def sell ( eggs , price ) :
             left = eggs - ( 3 + 4 )
             return left * price
            output = sell ( * * input )
            print ( output )\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x = 1          | x = 2",
        "x = 'a'        | x = 'b'",
        "x = 'a #1'     | x = 'a #2'",
        "x = 'a  b'     | x = 'a b'",
        "x = b'a'       | x = 'a'",
        "ab = 1         | a b = 1",
        "x = 1.5        | x = 15",
        "x = \"\"\"a#b\"\"\" | x = \"\"\"a\"\"\"",
        "x = 'it\\'s #1' | x = 'it\\'s #2'",
        "if a:\\n  b\\nc   | if a:\\n  b\\n  c",
        "if a:\\n if b:\\n  c\\n else: d | if a:\\n if b:\\n  c\\nelse: d",
      })
  void tellsDifferentProgramsApart(String one, String other) {
    assertThat(NormalisedCode.of(one.replace("\\n", "\n")))
        .isNotEqualTo(NormalisedCode.of(other.replace("\\n", "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x = 10_000     | x = 10000",
        "x = 1e-5       | x = 1E-5",
        "x = 0xFF       | x = 0xff",
        "x = F'{a}'     | x = f\"{a}\"",
        "x = u'a'       | x = 'a'",
        "x = 1 + \\\\n 2  | x = 1 + 2",
        "x = [1,\\n\\n# one\\n2] | x = [1, 2]",
        "if a:\\n    b\\n    if c:\\n        d\\n    e | if a:\\n b\\n if c:\\n  d\\n e",
      })
  void takesOneWritingForAnother(String one, String other) {
    assertThat(NormalisedCode.of(one.replace("\\n", "\n")))
        .isEqualTo(NormalisedCode.of(other.replace("\\n", "\n")));
  }

  @Property
  void acceptsAnyText(@ForAll String text) {
    assertThat(NormalisedCode.of(text)).isNotNull();
  }

  @Property
  void normalisesOnce(@ForAll("python") String text) {
    String normalised = NormalisedCode.of(text);

    assertThat(NormalisedCode.of(normalised)).isEqualTo(normalised);
  }

  @Provide
  Arbitrary<String> python() {
    return Arbitraries.of(
            "x",
            "12",
            "'a'",
            "\"b\"",
            "\"it's\"",
            "# c\n",
            "\n",
            "\n  ",
            "\n    ",
            "(",
            ")",
            "[",
            "]",
            "=",
            "*",
            "**",
            " ",
            "\t",
            "if ",
            ":",
            "rb'\\n'",
            "'''t\n#'''",
            ".5",
            "1e3")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }
}
