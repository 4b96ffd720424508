package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code serve-model}. */
public interface ServeModelOptions extends PipelineOptions {
  @Description("Port on the loopback interface. 0 takes a free one, which is printed.")
  @Default.Integer(8000)
  int getPort();

  void setPort(int value);

  @Description("Requests that the server works on at a time; more wait. 0 for no limit.")
  @Default.Integer(0)
  int getSlots();

  void setSlots(int value);

  @Description("Requests that may wait for a slot; one more gets 503. 0 for no limit.")
  @Default.Integer(0)
  int getQueue();

  void setQueue(int value);

  @Description("Mean time that a request takes in its slot, such as 1s or 200ms. None unless set.")
  String getLatency();

  void setLatency(String value);

  @Description(
      "Spread of the latency: 0 for a constant, else the sigma of a log-normal distribution.")
  @Default.Double(0)
  double getLatencySigma();

  void setLatencySigma(double value);

  @Description("Adds the time that a reply's tokens take at this rate. 0 for none.")
  @Default.Double(0)
  double getTokensPerSecond();

  void setTokensPerSecond(double value);

  @Description(
      "Share of requests that meet each fault, such as rate_limited:0.05,closed:0.01; all:0.01 sets"
          + " every kind. A repeated request draws anew. None unless set.")
  String getFaults();

  void setFaults(String value);

  @Description("When the server goes down, from its first request on, such as 30s.")
  @Default.String("10s")
  String getOutageAfter();

  void setOutageAfter(String value);

  @Description("For how long the server is down, such as 30s. It stays up unless set.")
  String getOutage();

  void setOutage(String value);
}
