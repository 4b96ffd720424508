package org.caco.pipelines.run;

import java.io.PrintStream;
import java.util.function.Supplier;

/** Says how a run goes on, where it is stopped from outside, as by Ctrl-C. */
final class StopNotice implements AutoCloseable {
  private final Thread hook;

  private StopNotice(Thread hook) {
    this.hook = hook;
  }

  /** Says {@code text} if this process is stopped before the notice is closed. */
  static StopNotice post(Supplier<String> text, PrintStream out) {
    Thread hook =
        new Thread(
            () -> {
              out.println("\nStopped. " + text.get());
              out.flush();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopNotice(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is stopping, and the notice is out.
    }
  }
}
