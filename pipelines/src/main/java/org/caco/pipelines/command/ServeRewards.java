package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.ServeRewardsOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.rewards.RewardConfig;
import org.caco.pipelines.rewards.RewardServer;

/** The {@code serve-rewards} command: grades, runs programs and gives problems until stopped. */
final class ServeRewards {
  private ServeRewards() {}

  static void run(ServeRewardsOptions options, PrintStream out) {
    RewardServer server = start(options);
    CountDownLatch closed = new CountDownLatch(1);
    // Ctrl-C and SIGTERM end Java by its hooks: what is under way is answered first.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  closed.countDown();
                },
                "caco-rewards-stop"));
    out.println("Serving rewards at " + server.uri() + "; Ctrl-C stops it. The Python client:");
    out.println("  curl -O " + server.uri() + "/caco_rewards.py");
    out.flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.close();
    }
  }

  private static RewardServer start(ServeRewardsOptions options) {
    RewardConfig config = config(options);
    try {
      return RewardServer.start(config);
    } catch (IOException e) {
      throw new UsageException(
          options.getRun() == null || e instanceof java.net.SocketException
              ? "--host="
                  + options.getHost()
                  + " --port="
                  + options.getPort()
                  + " cannot be served ("
                  + e.getMessage()
                  + "): choose another port."
              : "--run: " + e.getMessage(),
          e);
    }
  }

  private static RewardConfig config(ServeRewardsOptions options) {
    int port = options.getPort();
    RewardConfig config =
        Settings.checked("port", port, () -> RewardConfig.defaults().at(options.getHost(), port));
    return config
        .withQueue(Settings.positive("queue", options.getQueue()))
        .withRun(options.getRun() == null ? null : Path.of(options.getRun()))
        .withSandbox(Settings.sandbox(options))
        .withSympy(options.isSympy());
  }
}
