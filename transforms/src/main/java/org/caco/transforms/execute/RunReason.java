package org.caco.transforms.execute;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.sandbox.SandboxResult;
import org.caco.text.BoundedPattern;

/** Names the reason for which a program that did not run well is rejected. */
final class RunReason {
  private static final Set<String> SYNTAX_ERRORS =
      Set.of("SyntaxError", "IndentationError", "TabError");

  /** OSError and those of its kind that a denied system call raises. */
  private static final Set<String> OS_ERRORS =
      Set.of(
          "OSError",
          "PermissionError",
          "FileNotFoundError",
          "FileExistsError",
          "IsADirectoryError",
          "NotADirectoryError",
          "BlockingIOError",
          "ChildProcessError",
          "ProcessLookupError",
          "ConnectionError",
          "ConnectionRefusedError",
          "BrokenPipeError",
          "TimeoutError",
          "gaierror",
          "herror",
          "UnsupportedOperation");

  private static final Set<String> TOO_LARGE =
      Set.of("too_large", "too_many_digits", "source_too_large");

  /** What the sandbox puts first: the type of an exception, or its own word for the matter. */
  private static final Pattern FIRST_WORD = BoundedPattern.of("^[\\w.]{0,200}");

  private RunReason() {}

  /**
   * The reason for a result that is not OK. Error texts come from the program in part, so nothing
   * but names of this class's own is returned.
   */
  static String of(SandboxResult result) {
    String error = result.error();
    String word = lastName(error);
    return switch (result.verdict()) {
      case OK -> throw new IllegalArgumentException("the program ran well");
      case TIMEOUT, MEMORY -> result.verdict().label();
      case KILLED ->
          error.startsWith("a forbidden system call")
              ? ExecutePrograms.FORBIDDEN
              : result.verdict().label();
      case REJECTED -> {
        if (TOO_LARGE.contains(word)) {
          yield ExecutePrograms.VALUE_TOO_LARGE;
        }
        yield word.equals("forged_frames")
            ? ExecutePrograms.FORBIDDEN
            : ExecutePrograms.UNSUPPORTED;
      }
      case ERROR -> {
        if (error.startsWith("the program set no variable")) {
          yield ExecutePrograms.NO_OUTPUT;
        }
        if (SYNTAX_ERRORS.contains(word)) {
          yield ExecutePrograms.SYNTAX_ERROR;
        }
        yield OS_ERRORS.contains(word) ? ExecutePrograms.FORBIDDEN : ExecutePrograms.EXCEPTION;
      }
    };
  }

  private static String lastName(String error) {
    Matcher word = FIRST_WORD.matcher(error);
    String name = word.find() ? word.group() : "";
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
