package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code serve-model}. */
@Group(title = "Server", order = 10)
public interface ServeModelOptions extends PipelineOptions {
  @Description("Port on the loopback interface. 0 takes a free one, which is printed.")
  @Default.Integer(8000)
  @Decides(Kind.RUN)
  @Shown(order = 1)
  int getPort();

  void setPort(int value);

  @Description("Number of requests that the server works on at a time; more wait. 0 for no limit.")
  @Default.Integer(0)
  @Decides(Kind.RUN)
  @Shown(order = 2)
  int getSlots();

  void setSlots(int value);

  @Description("Number of requests that may wait for a slot; one more gets 503. 0 for no limit.")
  @Default.Integer(0)
  @Decides(Kind.RUN)
  @Shown(order = 3)
  int getQueue();

  void setQueue(int value);

  @Description("Mean time that a request takes in its slot, such as 1s or 200ms.")
  @Decides(Kind.RUN)
  @Shown(order = 4, byDefault = "none")
  @Nullable String getLatency();

  void setLatency(@Nullable String value);

  @Description(
      "Spread of the latency: 0 for a constant, else the sigma of a log-normal" + " distribution.")
  @Default.Double(0)
  @Decides(Kind.RUN)
  @Shown(order = 5)
  double getLatencySigma();

  void setLatencySigma(double value);

  @Description("Adds the time that a reply's tokens take at this rate. 0 for none.")
  @Default.Double(0)
  @Decides(Kind.RUN)
  @Shown(order = 6)
  double getTokensPerSecond();

  void setTokensPerSecond(double value);

  @Description(
      "Share of requests that meet each fault, such as rate_limited:0.05,closed:0.01;"
          + " all:0.01 sets every kind. A repeated request draws anew.")
  @ListOf
  @Decides(Kind.RUN)
  @Shown(order = 7, byDefault = "none")
  @Nullable String getFaults();

  void setFaults(@Nullable String value);

  @Description("When the server goes down, from its first request on, such as 30s.")
  @Default.String("10s")
  @Decides(Kind.RUN)
  @Shown(order = 8)
  String getOutageAfter();

  void setOutageAfter(String value);

  @Description("How long the server is down, such as 30s.")
  @Decides(Kind.RUN)
  @Shown(order = 9, byDefault = "no outage")
  @Nullable String getOutage();

  void setOutage(@Nullable String value);

  @Description(
      "How replies are written down, to try a client: names, separated by commas, of which a hash"
          + " of each request draws one. A model's way, as qwen3-thinking, gpt-oss or mistral; a"
          + " dialect or a family of them, as harmony, tag, field, parts, end; what is put around a"
          + " reply, as label, preamble, fence or judge-prose; truthful for all that a careful"
          + " client reads, all for those too that break off, refuse or lie.")
  @ListOf
  @Decides(Kind.RUN)
  @Shown(order = 10, byDefault = "plain replies")
  @Nullable String getDialect();

  void setDialect(@Nullable String value);
}
