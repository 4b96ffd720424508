package org.caco.pipelines.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal's window.
 *
 * @param width in characters
 * @param height in lines
 */
record Window(int width, int height) {
  /** What terminals have been since they were of glass. */
  private static final Window USUAL = new Window(80, 24);

  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");
  private static final int LONGEST_ANSWER = 32;

  /** That of this process, as stty knows it; {@code last} where it does not say. */
  static Window now(Window last) {
    return ofTerminal().orElse(last);
  }

  /** Before anything was asked: that of the environment, or the usual one. */
  static Window first() {
    return of(System.getenv("LINES") + " " + System.getenv("COLUMNS")).orElse(USUAL);
  }

  /** What {@code stty size} prints: lines and columns. */
  static Optional<Window> of(String size) {
    Matcher matcher = SIZE.matcher(size.strip());
    return matcher.matches()
        ? Optional.of(
            new Window(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  // Java has no call for it, and a library that asks the system brings a native library a system.
  private static Optional<Window> ofTerminal() {
    Process stty;
    try {
      stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
      return of(new String(stty.getInputStream().readNBytes(LONGEST_ANSWER), US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      stty.destroyForcibly();
    }
  }
}
