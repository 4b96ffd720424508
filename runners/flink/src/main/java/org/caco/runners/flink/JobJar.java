package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caco.pipelines.command.Caco;

/**
 * The entry point of the job jar, for {@code flink run}, the REST interface, the web UI and
 * application mode. It takes what {@link Caco#main} takes, for {@code --runner=flink}, but never
 * ends the process, which may be the JobManager and have other jobs.
 */
public final class JobJar {
  private static final String SAID = "caco: ";
  private static final String CAUSE = "Caused by: ";

  private JobJar() {}

  /** Thrown when a command has not done what it was asked for. */
  static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a trace: whoever submits a job is shown the message and the trace after it. */
    private FailedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Runs a command.
   *
   * @throws RuntimeException where {@link Caco#main} ends with another status than 0; the message
   *     is the sentence that the command line would have shown
   */
  public static void main(String[] args) {
    List<String> command = new ArrayList<>(List.of(args));
    if (command.stream().noneMatch(argument -> argument.startsWith("--runner"))) {
      command.add("--runner=flink");
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status = Caco.run(command, System.out, new PrintStream(errors, true, UTF_8));
    String said = errors.toString(UTF_8);
    if (status == 0) {
      System.err.print(said);
      return;
    }
    // A failure of the run has its reason at the end of its trace.
    throw new FailedException(
        last(said, CAUSE).or(() -> last(said, SAID)).orElse("the command failed: " + said));
  }

  private static Optional<String> last(String said, String start) {
    return said.lines()
        .filter(line -> line.startsWith(start))
        .reduce((earlier, later) -> later)
        .map(line -> line.substring(start.length()));
  }
}
