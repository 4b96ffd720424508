package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Token;

/**
 * Turns a solved programming task into a program in the unified form: the solution's code as it is,
 * and the arguments of one assert, such as {@code assert f(1, 2) == 3}, as the input.
 */
final class AssertedTask {
  private static final Pattern ASSERT = Pattern.compile("\\s*assert\\s*\\(?\\s*([A-Za-z_]\\w*)\\(");
  private static final Set<String> CONSTANTS = Set.of("True", "False", "None");
  private static final Pattern OWN = Pattern.compile("(?m)^(?:input|output)\\b");

  private AssertedTask() {}

  /**
   * The program.
   *
   * @param wrong whether it is to give another value than the solution's function
   * @throws CannotException where the assert is no call with literals, or the function has a
   *     signature that a dict of arguments does not fit
   */
  static String unify(String solution, String check, boolean wrong) {
    String code = solution.replace("\r\n", "\n").replace('\r', '\n').strip();
    Matcher call = ASSERT.matcher(check);
    if (!call.lookingAt()) {
      throw new CannotException("the check is no assert about a call");
    }
    String function = call.group(1);
    List<String> arguments = new ArrayList<>();
    int end = split(check, call.end(), arguments);
    if (!check.substring(end).matches("(?s)\\)?\\s*==.*")) {
      throw new CannotException("the check does not compare a call with a value");
    }
    arguments.forEach(AssertedTask::requireLiteral);
    List<String> parameters = parameters(code, function, arguments.size());
    if (OWN.matcher(code).find()) {
      throw new CannotException("the code has an input or output of its own");
    }
    StringBuilder program = new StringBuilder("input = {\n");
    for (int i = 0; i < arguments.size(); i++) {
      program.append("    \"").append(parameters.get(i)).append("\": ");
      program.append(arguments.get(i)).append(",\n");
    }
    program.append("}\n\n\n").append(code).append("\n\n\n");
    String main = function;
    if (wrong) {
      main = "check_" + function;
      String list = String.join(", ", parameters.subList(0, arguments.size()));
      program.append(String.format(Locale.ROOT, "def %s(%s):\n", main, list));
      // Whatever the value is, a pair that holds it is another.
      program.append(
          String.format(Locale.ROOT, "    return [%s(%s), \"or so\"]\n\n\n", function, list));
    }
    return program.append("output = ").append(main).append("(**input)\nprint(output)\n").toString();
  }

  /** Collects what stands between commas up to the closing parenthesis, and returns its end. */
  private static int split(String text, int from, List<String> parts) {
    int depth = 0;
    int start = from;
    for (Token token : PythonLexer.tokens(text.substring(from))) {
      if (token.kind() == Kind.STRING && !token.isClosed()) {
        break;
      }
      boolean closes = depth == 0 && token.is(")");
      if (closes || (depth == 0 && token.is(","))) {
        String part = text.substring(start, from + token.start()).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = from + token.end();
      }
      if (closes) {
        return start;
      }
      depth = Math.max(0, depth + token.nesting());
    }
    throw new CannotException("the check is not a whole call");
  }

  private static void requireLiteral(String argument) {
    String before = "";
    for (Token token : PythonLexer.tokens(argument)) {
      boolean name = token.kind() == Kind.NAME && !before.equals(".");
      boolean prefixed = token.kind() == Kind.STRING && !token.prefix().isEmpty();
      if (prefixed || (name && !CONSTANTS.contains(token.text()))) {
        throw new CannotException("the check needs " + token.text() + ", which is no literal");
      }
      before = token.text();
    }
  }

  private static List<String> parameters(String code, String function, int given) {
    Matcher def = Pattern.compile("(?m)^def\\s+" + function + "\\s*\\(").matcher(code);
    int from = -1;
    while (def.find()) {
      from = def.end();
    }
    if (from < 0) {
      throw new CannotException("the code does not define " + function);
    }
    List<String> parts = new ArrayList<>();
    split(code, from, parts);
    if (parts.size() < given || given == 0) {
      throw new CannotException("the check's arguments do not fit the parameters of " + function);
    }
    List<String> names = new ArrayList<>();
    for (String part : parts) {
      String name = part.split("[:=]", 2)[0].strip();
      if (!name.matches("[A-Za-z_]\\w*")) {
        throw new CannotException("the parameters of " + function + " are not all plain names");
      }
      if (names.size() >= given && part.indexOf('=') < 0) {
        throw new CannotException("the check leaves out the parameter " + name);
      }
      names.add(name);
    }
    return names;
  }
}
