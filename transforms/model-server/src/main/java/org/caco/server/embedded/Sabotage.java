package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.caco.server.embedded.Computation.Quantity;
import org.caco.server.embedded.Evaluator.Arithmetic;
import org.caco.server.embedded.Expr.Num;

/** Makes the mistakes that the model plants. */
final class Sabotage {
  private static final List<String> GARBAGE =
      List.of(
          "I am sorry, but I cannot help with that at the moment.",
          "<html><body>Bad Gateway</body></html>",
          "The the the the the the the the the the the the the the the the",
          "Sure! Here is what you asked for:",
          "{\"status\": \"ok\", \"data\": [",
          "\u00bfQu\u00e9 quiere decir con eso? \u041d\u0435 \u0437\u043d\u0430\u044e."
              + " \u77e5\u308a\u307e\u305b\u3093\u3002",
          "lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod");

  private static final List<String> HOSTILE =
      List.of(
          "    with open(\"/caco-probe/no-such-folder/out.txt\", \"w\") as probe:\n"
              + "        taken = probe.write(\"caco\")\n",
          "    import socket\n"
              + "    probe = socket.create_connection((\"127.0.0.1\", 9), timeout=2)\n"
              + "    taken = len(probe.recv(16))\n",
          "    import subprocess\n"
              + "    taken = len(subprocess.run([\"/caco-probe/tool\"], check=True).args)\n",
          "    with open(\"/etc/shadow\") as probe:\n"
              + "        raise SystemExit(len(probe.read()))\n"
              + "    taken = 0\n",
          "    import os\n" + "    os.kill(os.getpid(), 9)\n" + "    taken = 0\n");

  private Sabotage() {}

  static String garbage(Random random) {
    return GARBAGE.get(random.nextInt(GARBAGE.size()));
  }

  /**
   * The computation with one input changed, so that the result is another.
   *
   * @throws CannotException where no change of an input changes the result
   */
  static Computation changedNumber(Computation computation, Random random) {
    Rational right = exact(computation);
    int start = random.nextInt(computation.inputs().size());
    for (int i = 0; i < computation.inputs().size() * 3; i++) {
      int at = (start + i) % computation.inputs().size();
      List<Quantity> inputs = new ArrayList<>(computation.inputs());
      Quantity input = inputs.get(at);
      List<Num> values = new ArrayList<>(input.values());
      Num first = values.get(0);
      Rational by = Rational.of(1 + i / computation.inputs().size() * 7L);
      values.set(0, new Num(first.value().plus(by), first.decimal()));
      inputs.set(at, new Quantity(input.name(), values, input.list()));
      Computation changed = computation.withInputs(inputs);
      try {
        if (!exact(changed).equals(right)) {
          return changed;
        }
      } catch (CannotException e) {
        // This number does not work out; another may.
      }
    }
    throw new CannotException("no number changes the result");
  }

  private static Rational exact(Computation computation) {
    return Evaluator.result(computation, Arithmetic.EXACT).toExact();
  }

  /** Another answer than the right one. */
  static Rational wrong(Rational right, Random random) {
    List<Rational> changes =
        List.of(Rational.ONE, Rational.of(-1), Rational.of(10), Rational.of(7));
    return right.plus(changes.get(random.nextInt(changes.size())));
  }

  static String broken(String program, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> program.replaceFirst("(?m)^(def .*):$", "$1");
      case 1 -> program.replaceFirst("(?m)^    return .*$", "    return undefined_amount");
      default -> program.replaceFirst("\\n}\\n", "\n)\n");
    };
  }

  static String endless(String program) {
    return program.replaceFirst(
        "(?m)^(def .*:)$", "$1\n    turns = 1\n    while turns > 0:\n        turns += 1");
  }

  static String hostile(String program, Random random) {
    String code = HOSTILE.get(random.nextInt(HOSTILE.size()));
    int def = program.lastIndexOf("\ndef ");
    int body = program.indexOf(":\n", def) + 2;
    return program.substring(0, body)
        + code
        + program.substring(body).replaceFirst("(?m)^(    return .*)$", "$1 + taken");
  }

  static String unused(String program) {
    return program
        .replaceFirst("(?m)^input = \\{$", "input = {\n    \"forgotten_amount\": 17,")
        .replaceFirst("(?s)(.*)\\ndef (\\w+)\\(", "$1\ndef $2(forgotten_amount, ");
  }

  static String tooShort(Random random) {
    List<String> items = Scene.any(random).items();
    String item = items.get(random.nextInt(items.size()));
    int count = 3 + random.nextInt(90);
    return String.format(
        Locale.ROOT,
        "input = {\"%s\": %d}\n\n\ndef double_%s(%s):\n    return 2 * %s\n\n\n"
            + "output = double_%s(**input)\nprint(output)\n",
        item,
        count,
        item,
        item,
        item,
        item);
  }

  static String withoutOutput(String program) {
    return program
        .replaceFirst("(?m)^output = ", "outcome = ")
        .replace("print(output)", "print(outcome)");
  }
}
