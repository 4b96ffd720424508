package org.caco.pipelines.calibrate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;

/**
 * The mistakes that a calibration plants into right samples. A kind leaves a sample alone where the
 * result might still be right.
 */
enum PlantedKind {
  /** The solution ends in some other number. */
  WRONG_ANSWER {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      return boxed(right, answer -> answer.add(BigDecimal.valueOf(2 + material.random(90))));
    }
  },
  /** The solution ends in a neighbouring number. */
  OFF_BY_ONE {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      BigDecimal one = material.random(2) == 0 ? BigDecimal.ONE : BigDecimal.ONE.negate();
      return boxed(right, answer -> answer.add(one.multiply(answer.ulp())));
    }
  },
  /** The solution ends in the right amount of another unit. */
  UNIT_SLIP {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      BigDecimal factor = FACTORS.get(material.random(FACTORS.size()));
      return boxed(right, answer -> answer.signum() == 0 ? answer : answer.multiply(factor));
    }
  },
  /** The solution is that of a problem with another answer. */
  OTHER_SOLUTION {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      Sample other = material.other();
      String output = right.getExecution().getOutputText();
      return other.getExecution().getOutputText().equals(output)
          ? Optional.empty()
          : Optional.of(
              right.toBuilder().clearSolutions().addAllSolutions(other.getSolutionsList()).build());
    }
  },
  /** Two numbers of the problem have changed places, which changes its answer. */
  SWAPPED_NUMBERS {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      String text = right.getProblem().getText();
      String code = right.getProgram().getCode();
      List<String> numbers = new ArrayList<>();
      for (MatchResult number : NUMBER.matcher(text).results().toList()) {
        if (occursOnce(number.group(), text) && occursOnce(number.group(), code)) {
          numbers.add(number.group());
        }
      }
      if (numbers.size() < 2) {
        return Optional.empty();
      }
      Collections.shuffle(numbers, new Random(material.random(Integer.MAX_VALUE)));
      String a = numbers.get(0);
      String b = numbers.get(1);
      String other = swapped(code, a, b);
      return material.changesOutput(other) && material.changesOutput(exactly(other))
          ? Optional.of(posed(right, swapped(text, a, b)))
          : Optional.empty();
    }
  },
  /** A sentence with a number of the input is gone. */
  DROPPED_CONDITION {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      List<String> sentences =
          Arrays.asList(right.getProblem().getText().split("(?<=[.!?])\\s+", -1));
      String text = right.getProblem().getText();
      String code = right.getProgram().getCode();
      List<Integer> conditions = new ArrayList<>();
      for (int i = 0; i < sentences.size() - 1; i++) {
        boolean needed =
            NUMBER
                .matcher(sentences.get(i))
                .results()
                .anyMatch(n -> occursOnce(n.group(), text) && occursOnce(n.group(), code));
        if (needed) {
          conditions.add(i);
        }
      }
      if (conditions.isEmpty()) {
        return Optional.empty();
      }
      List<String> left = new ArrayList<>(sentences);
      left.remove((int) conditions.get(material.random(conditions.size())));
      return Optional.of(posed(right, String.join(" ", left)));
    }
  },
  /** The program's output differs from run to run. */
  NONDETERMINISTIC {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      String code = right.getProgram().getCode();
      int print = code.lastIndexOf("print(output)");
      String noise = NOISE.get(material.random(NOISE.size()));
      return print < 0 || !right.getExecution().getOutput().matches("-?[\\d.]+")
          ? Optional.empty()
          : Optional.of(
              programmed(right, code.substring(0, print) + noise + code.substring(print)));
    }
  },
  /** The program overwrites one of its inputs with the value that it has. */
  IGNORED_INPUT {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      String code = right.getProgram().getCode();
      List<MatchResult> inputs = INPUT.matcher(code).results().toList();
      List<MatchResult> functions = FUNCTION.matcher(code).results().toList();
      if (inputs.isEmpty() || functions.isEmpty()) {
        return Optional.empty();
      }
      MatchResult input = inputs.get(material.random(inputs.size()));
      MatchResult function = functions.get(functions.size() - 1);
      if (!word(input.group(1)).matcher(function.group(1)).find()) {
        return Optional.empty();
      }
      String line = "    " + input.group(1) + " = " + input.group(2) + "\n";
      return Optional.of(
          programmed(
              right, code.substring(0, function.end()) + line + code.substring(function.end())));
    }
  },
  /** The problem is a benchmark's, with other people, spaces and punctuation. */
  BENCHMARK_COPY {
    @Override
    Optional<Sample> plant(Sample right, Material material) {
      return Optional.of(posed(right, disguised(material.benchmarkProblem(), material)));
    }
  };

  /** What the mistakes are made from. */
  interface Material {
    /** A random number from 0 to below {@code bound}. */
    int random(int bound);

    /** Another right sample. */
    Sample other();

    /** A problem of a benchmark. */
    String benchmarkProblem();

    /** Whether a change of the right sample's program has another output than that program. */
    boolean changesOutput(String code);
  }

  private static final List<BigDecimal> FACTORS =
      List.of(
          new BigDecimal("60"),
          new BigDecimal("12"),
          new BigDecimal("100"),
          new BigDecimal("1000"),
          new BigDecimal("0.01"),
          new BigDecimal("0.001"));
  private static final List<String> NOISE =
      List.of(
          "import random\noutput = output + random.random()\n",
          "import time\noutput = output + time.time() % 7\n",
          "output = output + hash('apples') % 1000\n",
          "output = output + list({'a', 'b', 'c', 'd', 'e', 'f', 'g'}).index('a') + 1\n");
  private static final Pattern INPUT = Pattern.compile("\"(\\w+)\": (\\d+(?:\\.\\d+)?)(?=[,}\\n])");
  private static final Pattern FUNCTION = Pattern.compile("(?m)^def \\w+\\(([^)]*)\\):\\n");
  private static final List<String> PEOPLE =
      List.of("Alma", "Bruno", "Chidi", "Dagmar", "Elif", "Farid", "Greta", "Hiro", "Ines");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,])\\d+(?:\\.\\d+)?(?![\\w]|[.,]\\d)");
  private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )[A-Z][a-z]+\\b");
  private static final Pattern BOX =
      Pattern.compile("\\\\boxed\\{(-?\\d+(?:\\.\\d+)?)\\}(?![\\s\\S]*boxed)");

  /**
   * {@code right} with this mistake.
   *
   * @return empty where the mistake cannot be made of it
   */
  abstract Optional<Sample> plant(Sample right, Material material);

  /** The name in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Sample> boxed(Sample right, UnaryOperator<BigDecimal> change) {
    Solution solution = right.getSolutions(0);
    return BOX.matcher(solution.getText())
        .results()
        .findFirst()
        .flatMap(
            box -> {
              BigDecimal answer = new BigDecimal(box.group(1));
              BigDecimal changed = change.apply(answer);
              if (changed.compareTo(answer) == 0) {
                return Optional.empty();
              }
              String text =
                  solution.getText().substring(0, box.start(1))
                      + changed.toPlainString()
                      + solution.getText().substring(box.end(1));
              return Optional.of(
                  right.toBuilder()
                      .clearSolutions()
                      .addSolutions(solution.toBuilder().setText(text))
                      .build());
            });
  }

  /** The sample with another program, which is to be run anew. */
  private static Sample programmed(Sample right, String code) {
    return right.toBuilder()
        .setProgram(right.getProgram().toBuilder().setCode(code))
        .clearExecution()
        .build();
  }

  /** The sample with another problem, which is to be solved anew. */
  private static Sample posed(Sample right, String text) {
    return right.toBuilder()
        .setProblem(Problem.newBuilder().setId(right.getProblem().getId()).setText(text))
        .clearSolutions()
        .build();
  }

  private static Pattern word(String number) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(number) + "(?!\\w|\\.\\d)");
  }

  private static boolean occursOnce(String number, String text) {
    return word(number).matcher(text).results().limit(2).count() == 1;
  }

  private static String swapped(String text, String a, String b) {
    // In two steps by way of a sign that is in no text, so that nothing is changed back.
    String first = word(a).matcher(text).replaceAll("\0");
    return word(b).matcher(first).replaceAll(a).replace("\0", b);
  }

  /**
   * The program without rounding. One whose numbers come out even may divide by {@code //}; with
   * other numbers it rounds where its problem, which speaks of a division, does not: 12 / 7 of 21
   * is 36, and so the right answer still, while 12 // 7 of 21 is another.
   */
  private static String exactly(String code) {
    return "from fractions import Fraction\n"
        + INPUT.matcher(code).replaceAll("\"$1\": Fraction(\"$2\")").replace("//", "/");
  }

  private static String disguised(String problem, Material material) {
    List<String> people =
        NAME.matcher(problem).results().map(MatchResult::group).distinct().toList();
    String text = problem;
    for (String person : people) {
      String other = PEOPLE.get(material.random(PEOPLE.size()));
      text = Pattern.compile("\\b" + person + "\\b").matcher(text).replaceAll(other);
    }
    return Pattern.compile("[ ,.]")
        .matcher(text)
        .replaceAll(
            m ->
                m.group().equals(" ")
                    ? " ".repeat(1 + material.random(2))
                    : material.random(2) == 0 ? ";" : m.group());
  }
}
