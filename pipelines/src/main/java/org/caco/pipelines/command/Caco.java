package org.caco.pipelines.command;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.caco.pipelines.options.Arguments;
import org.caco.pipelines.options.ConfigFile;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.EmptyResultException;
import org.caco.pipelines.run.EndpointRefusedException;
import org.caco.pipelines.run.LimitReachedException;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.text.PrintableStream;

/** The command line: {@code COMMAND --option=value ...}. */
public final class Caco {
  private static final String COMMON_THREADS =
      "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final Set<String> HELP_OPTIONS = Set.of("--help", "-h");
  private static final Set<String> HELP = Set.of("help", "--help", "-h");
  private static final Set<String> VERSION = Set.of("--version", "version");

  /** As Linux says it, in whatever a runner has wrapped it. */
  static final String FULL = "No space left on device";

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int LIMIT_REACHED = 3;

  private Caco() {}

  /**
   * Runs a command and ends the process: with 0 when it did what it was asked for, 2 when it was
   * asked for something that cannot be, 3 when a limit of its options ended the run, which the same
   * command continues, 1 when it failed or left nothing.
   */
  public static void main(String[] args) {
    // On one or two cores Java starts a thread for every call of its HTTP client otherwise.
    if (Runtime.getRuntime().availableProcessors() <= 2
        && System.getProperty(COMMON_THREADS) == null) {
      System.setProperty(COMMON_THREADS, "2");
    }
    // What is logged quotes files and servers too.
    System.setErr(new PrintableStream(System.err));
    System.exit(run(Arrays.asList(args), System.out, System.err));
  }

  /** Runs a command and returns the exit status that {@link #main} ends with. */
  public static int run(List<String> args, PrintStream out, PrintStream err) {
    return runPrintably(args, new PrintableStream(out), new PrintableStream(err));
  }

  private static int runPrintably(List<String> args, PrintStream out, PrintStream err) {
    try {
      dispatch(args, out);
      return 0;
    } catch (UsageException | SandboxUnavailableException e) {
      err.println("caco: " + e.getMessage());
      return USAGE;
    } catch (LimitReachedException e) {
      out.flush();
      err.println("caco: " + e.getMessage());
      return LIMIT_REACHED;
    } catch (EmptyResultException | EndpointRefusedException | Train.TrainerException e) {
      out.flush();
      err.println("caco: " + e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      Optional<String> unavailable = unavailable(e);
      if (unavailable.isPresent()) {
        out.flush();
        err.println("caco: " + unavailable.get());
        return FAILED;
      }
      if (saysOf(e, FULL)) {
        out.flush();
        err.println(
            "caco: a disk is full ("
                + FULL
                + "): make room and run the same command again. What it was told by models is in"
                + " its journal.");
        return FAILED;
      }
      boolean run = e instanceof PipelineExecutionException;
      Throwable cause = run && e.getCause() != null ? e.getCause() : e;
      err.println((run ? "caco: the run failed: " : "caco: ") + cause);
      cause.printStackTrace(err);
      return FAILED;
    }
  }

  /** The sentence of a worker that can run no programs, in whatever its runner has wrapped it. */
  private static Optional<String> unavailable(Throwable failure) {
    // By name, since runners send failures of workers as texts.
    String type = SandboxUnavailableException.class.getName() + ": ";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.toString();
      int start = text.indexOf(type);
      if (start >= 0) {
        return text.substring(start + type.length()).lines().findFirst();
      }
    }
    return Optional.empty();
  }

  private static boolean saysOf(Throwable failure, String text) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.toString().contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static void dispatch(List<String> args, PrintStream out) {
    String name = args.isEmpty() ? "help" : args.get(0);
    if (VERSION.contains(name)) {
      out.println("caco " + version());
    } else if (!HELP.contains(name)) {
      run(name, args.subList(1, args.size()), out);
    } else if (args.size() > 1 && !args.get(1).startsWith("-")) {
      run(args.get(1), List.of("--help"), out);
    } else {
      Commands.help(out);
    }
  }

  private static void run(String name, List<String> args, PrintStream out) {
    Command command =
        Commands.named(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no command "
                            + name
                            + "."
                            + Commands.similar(name)
                            + " caco --help lists the commands."));
    if (args.stream().anyMatch(HELP_OPTIONS::contains)) {
      command.help(args.contains("--all"), width(), out);
      return;
    }
    List<String> joined = Arguments.joined(args, Commands.options());
    command.run().accept(ConfigFile.applied(joined, command.takes(), Commands.options()), out);
  }

  /** As the shell tells it, if it does. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{0,3}")
        ? Math.min(Help.WIDTH, Integer.parseInt(columns))
        : Help.WIDTH;
  }

  private static String version() {
    String version = Caco.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar, so without a version)" : version;
  }
}
