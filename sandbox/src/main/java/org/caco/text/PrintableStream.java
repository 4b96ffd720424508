package org.caco.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a terminal on which all text is {@link Printable}, whoever prints it. Only {@link
 * #control} moves the cursor.
 */
public final class PrintableStream extends PrintStream {
  private final PrintStream terminal;

  /** Prints to {@code out}, in its encoding. */
  public PrintableStream(PrintStream out) {
    super(out, true);
    this.terminal = out;
  }

  /** Writes escape sequences of our own, which any stream takes as they are. */
  public static void control(PrintStream out, String sequence) {
    byte[] bytes = sequence.getBytes(US_ASCII);
    out.write(bytes, 0, bytes.length);
  }

  @Override
  public void print(@Nullable String text) {
    terminal.print(Printable.of(String.valueOf(text)));
  }

  @Override
  public void print(@Nullable Object object) {
    print(String.valueOf(object));
  }

  @Override
  public void print(char c) {
    print(String.valueOf(c));
  }

  @Override
  public void print(char[] text) {
    print(String.valueOf(text));
  }
}
