package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code serve-rewards}. */
@Group(title = "Rewards", order = 10)
public interface ServeRewardsOptions extends GraderOptions {
  @Description("Port to listen at. 0 takes a free one, which is printed.")
  @Default.Integer(8010)
  @Decides(Kind.RUN)
  @Shown(order = 1)
  int getPort();

  void setPort(int value);

  @Description(
      "Address to listen at. Whoever can reach it can have programs run, in the sandbox: there is"
          + " no password.")
  @Default.String("127.0.0.1")
  @Decides(Kind.RUN)
  @Shown(order = 2)
  String getHost();

  void setHost(String value);

  @Description("Output folder of a run, whose rows and instances are served.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 3, byDefault = "none")
  @Nullable String getRun();

  void setRun(@Nullable String value);

  @Description("Number of programs that may wait; a request beyond gets 429.")
  @Default.Integer(4096)
  @Decides(Kind.RUN)
  @Shown(order = 4)
  int getQueue();

  void setQueue(int value);
}
