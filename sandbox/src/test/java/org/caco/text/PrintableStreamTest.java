package org.caco.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableStreamTest {
  private static String printed(Consumer<PrintStream> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    printing.accept(new PrintableStream(new PrintStream(bytes, true, UTF_8)));
    return bytes.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\r", "\b", "\u0000", "\u007f", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff",
        "\u2028", "\u061c", "\ud800"
      })
  void aControlIsReplacedHoweverItIsPrinted(String control) {
    String text = "a" + control + "b";
    Object object =
        new Object() {
          @Override
          public String toString() {
            return text;
          }
        };

    assertThat(
            printed(
                out -> {
                  out.print(text);
                  out.println(text);
                  out.printf("%s%n", text);
                  out.append(text).append(control.charAt(0));
                  out.print(text.toCharArray());
                  out.println(object);
                  out.print(object);
                  new IllegalStateException(text).printStackTrace(out);
                }))
        .contains("a\ufffdb")
        .doesNotContain(control);
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "Zahlen: \t½ – 數 😀 é\n";

    assertThat(printed(out -> out.print(text))).isEqualTo(text);
  }

  @Test
  void linesEndAsEverywhere() {
    assertThat(printed(out -> out.printf("%d%n", 1))).isEqualTo("1" + System.lineSeparator());
  }

  @Test
  void onlyAControlMovesTheCursor() {
    assertThat(printed(out -> PrintableStream.control(out, "\r\u001b[2K")))
        .isEqualTo("\r\u001b[2K");
  }
}
