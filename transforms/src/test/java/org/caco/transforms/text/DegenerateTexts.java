package org.caco.transforms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Texts on which a reader that is not linear takes for ever: one of {@link #UNITS} 40,000 times,
 * alone, behind another, before another, in turns with another, and half of one behind half of
 * another. Of the mixed ones {@code -Dcaco.degenerate.mixed} says how many are taken, 40 unless
 * set; they are always the same.
 */
public final class DegenerateTexts {
  private static final int TIMES = 40_000;
  private static final int MIXED = Integer.getInteger("caco.degenerate.mixed", 40);
  private static final long MOST_NANOS = 100_000_000;

  /** A reader may be compiled, or a collector's turn come, while it is watched. */
  private static final int TRIES = 5;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static final List<String> UNITS =
      List.of(
          "\n",
          " ",
          "\t",
          "\r\n",
          "\r",
          "\f",
          "\u0000",
          "\u00a0",
          "\u2028",
          "1",
          "a",
          "A",
          "_",
          "a_",
          "a ",
          "one ",
          "and ",
          "A b ",
          "1 ",
          "1,",
          "1.",
          "1/",
          "1-",
          "-1",
          "1:",
          "1^",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "<",
          ">",
          "$",
          "\\",
          "/",
          "|",
          "#",
          "%",
          "^{",
          "^",
          "*",
          "**",
          "=",
          "==",
          "x=",
          "+",
          "-",
          ",",
          ".",
          ";",
          ": ",
          "\"",
          "'",
          "```",
          "```\n",
          "~~~\n",
          "\\boxed{",
          "\\boxed",
          "\\frac{",
          "\\frac{1}{",
          "\\text{",
          "\\sqrt",
          "\\(",
          "\\[",
          "\\{",
          "\\left(",
          "<think>",
          "</think>",
          "<<1+",
          "answer is ",
          "answer: ",
          "option ",
          "0x",
          "1e",
          "####",
          "assert ",
          "input = ",
          "def f(",
          "if a: ",
          "lambda ",
          "\u0663",
          "\u0301",
          "e\u0301",
          "\u0301\u0323",
          "\ud83d\ude00",
          "\ud800",
          "\u00bd",
          "\u2044",
          "\u4e00",
          "\u03a3",
          "half a ",
          "twenty ",
          "million ",
          "percent ",
          "{{a}}",
          "\u001b[31m",
          "not ",
          "if 1 ",
          "2*",
          "2**",
          "x(",
          "{\"a\":",
          "[1,",
          "\\u0000");

  private DegenerateTexts() {}

  /** The texts by what they are made of. */
  static Map<String, String> all() {
    Map<String, String> texts = new TreeMap<>();
    for (String unit : UNITS) {
      texts.put(shown(unit) + " x 40,000", unit.repeat(TIMES));
    }
    SplittableRandom random = new SplittableRandom(1);
    int forms = UNITS.size() * UNITS.size() * 4;
    for (int i = 0; i < Math.min(MIXED, forms); i++) {
      int form = MIXED >= forms ? i : random.nextInt(forms);
      mix(UNITS.get(form / 4 % UNITS.size()), UNITS.get(form / 4 / UNITS.size()), form % 4, texts);
    }
    return texts;
  }

  private static void mix(String one, String other, int form, Map<String, String> texts) {
    String a = shown(one);
    String b = shown(other);
    switch (form) {
      case 0 -> texts.put(a + ", then " + b + " x 40,000", one + other.repeat(TIMES));
      case 1 -> texts.put(a + " x 40,000, then " + b, one.repeat(TIMES) + other);
      case 2 -> texts.put(a + b + " x 20,000", (one + other).repeat(TIMES / 2));
      default ->
          texts.put(
              a + " x 20,000, then " + b + " x 20,000",
              one.repeat(TIMES / 2) + other.repeat(TIMES / 2));
    }
  }

  private static String shown(String unit) {
    StringBuilder shown = new StringBuilder("'");
    unit.chars()
        .forEach(
            c -> {
              if (c > ' ' && c < 127) {
                shown.append((char) c);
              } else {
                shown.append("\\u%04x".formatted(c));
              }
            });
    return shown.append("'").toString();
  }

  /** Fails where {@code reader} takes more than 100 ms of CPU for one of the texts. */
  public static void assertQuick(String name, Consumer<String> reader) {
    List<String> slow = new ArrayList<>();
    Map<Long, String> times = new TreeMap<>();
    for (String unit : UNITS) {
      // So that it is loaded, and mostly compiled.
      reader.accept(unit.repeat(100));
    }
    for (Map.Entry<String, String> text : all().entrySet()) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < TRIES && least > MOST_NANOS; i++) {
        least = Math.min(least, nanos(reader, text.getValue()));
      }
      times.put(least, text.getKey());
      if (least > MOST_NANOS) {
        slow.add("%,d ms: %s".formatted(least / 1_000_000, text.getKey()));
      }
    }
    long most = ((TreeMap<Long, String>) times).lastKey();
    System.out.printf(
        "%s: %,.1f ms at most, for %s; %d too slow%n",
        name, most / 1e6, times.get(most), slow.size());
    assertThat(slow).as(name).isEmpty();
  }

  /** CPU time of this thread and of those that receive what models reply. */
  private static long nanos(Consumer<String> reader, String text) {
    long others = others();
    long start = THREADS.getCurrentThreadCpuTime();
    reader.accept(text);
    return THREADS.getCurrentThreadCpuTime() - start + others() - others;
  }

  private static long others() {
    long nanos = 0;
    for (long id : THREADS.getAllThreadIds()) {
      ThreadInfo thread = THREADS.getThreadInfo(id);
      if (thread != null && thread.getThreadName().startsWith("caco-http")) {
        nanos += Math.max(0, THREADS.getThreadCpuTime(id));
      }
    }
    return nanos;
  }
}
