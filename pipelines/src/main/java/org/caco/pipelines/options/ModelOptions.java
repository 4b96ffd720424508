package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The models. {@code --endpoint} and {@code --model} set all roles; {@link RoleOptions} set one.
 */
@Group(title = "Models", order = 50)
public interface ModelOptions extends LimitOptions, RoleOptions {
  /** The value of {@code --journal} that stands for none. */
  String NO_JOURNAL = "off";

  @Description(
      "OpenAI-compatible endpoints of all roles, separated by commas, such as"
          + " http://localhost:8000/v1. One with a version, of an Azure deployment, or that ends in"
          + " /chat/completions is used as it stands, its query at the end. embedded: is the rule-based model inside the worker, for"
          + " trying out and testing.")
  @Default.String("embedded:")
  @ListOf
  @Decides(Kind.ACCESS)
  @Shown(order = 1, daily = true)
  String getEndpoint();

  void setEndpoint(String value);

  @Description("The model's name at the endpoint, for all roles.")
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "none; the embedded model needs none", daily = true)
  @Nullable String getModel();

  void setModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --endpoint, here and on the"
          + " workers. A role with an endpoint elsewhere has a key of its own, by --codeApiKeyEnv"
          + " and the like, or none.")
  @Decides(Kind.ACCESS)
  @Shown(
      order = 3,
      byDefault = "OPENAI_API_KEY, if it is set and the endpoint is https or on this machine",
      daily = true)
  @Nullable String getApiKeyEnv();

  void setApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --endpoint, on any Beam file system that the workers"
          + " reach. It takes precedence over --apiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 4, byDefault = "none", daily = true)
  @Nullable String getApiKeyFile();

  void setApiKeyFile(@Nullable String value);

  @Description(
      "Send keys over http, unencrypted, to other machines too. Without it a key goes over"
          + " https, or to this machine.")
  @Default.Boolean(false)
  @Decides(Kind.ACCESS)
  @Shown(order = 5)
  boolean isAllowPlainHttpKeys();

  void setAllowPlainHttpKeys(boolean value);

  @Description(
      "Folder of the journal of model responses, on any Beam file system that the workers"
          + " reach; off for none. A response that is in it is not asked for again, by this run or"
          + " by another that names the same folder.")
  @FilePath(or = NO_JOURNAL)
  @Decides(Kind.RUN)
  @Shown(order = 6, byDefault = "journal/ in the output folder", daily = true)
  @Nullable String getJournal();

  void setJournal(@Nullable String value);

  @Description(
      "Send no model call: a response that the journal lacks is rejected as not_in_journal."
          + " caco replay sets it.")
  @Default.Boolean(false)
  @Decides(Kind.RUN)
  @Shown(order = 7)
  boolean isJournalOnly();

  void setJournalOnly(boolean value);

  @Description(
      "Sampling parameters for all roles, as a JSON object. They are added to the default ones,"
          + " and those of a role's own option to them; null removes one, seed too, as in"
          + " {\"seed\": null}.")
  @Decides(Kind.RESULTS)
  @Shown(order = 16, byDefault = "none", daily = true)
  @Nullable String getParameters();

  void setParameters(@Nullable String value);

  @Description(
      "Begin without asking the endpoints for their models first. With it or without, a run"
          + " stops after a few calls to an endpoint that refuses every one.")
  @Default.Boolean(false)
  @Decides(Kind.RUN)
  @Shown(order = 17)
  boolean isSkipEndpointCheck();

  void setSkipEndpointCheck(boolean value);

  @Description("Number of calls that a worker keeps in flight at once to the same endpoints.")
  @Default.Integer(64)
  @Decides(Kind.RUN)
  @Shown(order = 8, daily = true)
  int getMaxInFlight();

  void setMaxInFlight(int value);

  @Description("Time that one call may take, such as 10m or 30s.")
  @Default.String("5m")
  @Decides(Kind.RUN)
  @Shown(order = 9)
  String getRequestTimeout();

  void setRequestTimeout(String value);

  @Description("Number of times that a call is tried before its record is rejected.")
  @Default.Integer(6)
  @Decides(Kind.RUN)
  @Shown(order = 10)
  int getMaxAttempts();

  void setMaxAttempts(int value);

  @Description(
      "Ask once more for an answer that was cut off at its max_tokens, with twice as many;"
          + " both are paid for. Otherwise it is rejected as truncated.")
  @Default.Boolean(false)
  @Decides(Kind.RESULTS)
  @Shown(order = 11)
  boolean isRetryTruncated();

  void setRetryTruncated(boolean value);

  @Description(
      "Characters that a model's reply may have, for all roles; a longer one is rejected as"
          + " reply_too_long, and no more of it is read.")
  @Decides(Kind.RESULTS)
  @Shown(
      order = 15,
      byDefault = "64,000 for programs, 32,000 for problems and judges, 128,000 for solutions")
  @Nullable Integer getMaxReplyCharacters();

  void setMaxReplyCharacters(@Nullable Integer value);

  @Description("Number of solutions written for each problem.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 12, daily = true)
  int getSolutions();

  void setSolutions(int value);

  @Description(
      "Largest number of samples of one prompt in a request, as n, where a role wants"
          + " several, as --solutions does: the prompt is then paid for once. For servers that"
          + " take n.")
  @Default.Integer(1)
  @Decides(Kind.RUN)
  @Shown(order = 13)
  int getSamplesPerRequest();

  void setSamplesPerRequest(int value);

  @Description(
      "Number of times that a verdict or program that cannot be read is asked for once more,"
          + " with the reply and what is wrong with it; 0 for never.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 18)
  int getRepairReplies();

  void setRepairReplies(int value);

  @Description(
      "Keep what the model thought before it wrote a solution, as the dataset's column reasoning;"
          + " empty where its server does not tell.")
  @Default.Boolean(false)
  @Decides(Kind.RESULTS)
  @Shown(order = 19)
  boolean isKeepReasoning();

  void setKeepReasoning(boolean value);

  @Description("Share of the embedded model's replies that are planted mistakes, from 0 to 1.")
  @Default.Double(0.1)
  @Decides(Kind.RESULTS)
  @Shown(order = 14)
  double getEmbeddedMistakes();

  void setEmbeddedMistakes(double value);

  @Description(
      "File of headers that go to the servers of --endpoint besides, on any Beam file system that"
          + " the workers reach: lines of the form Name: value, as api-key: ... for Azure. Their"
          + " values are secrets: they are shown, logged and stored nowhere.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 20, byDefault = "none")
  @Nullable String getHeaders();

  void setHeaders(@Nullable String value);

  @Description(
      "Whether models shall think before they answer: on or off. Each server is told in its own"
          + " way, as docs/endpoints.md has it.")
  @OneOf({"on", "off"})
  @Decides(Kind.RESULTS)
  @Shown(order = 21, byDefault = "as the server does by itself")
  @Nullable String getThinking();

  void setThinking(@Nullable String value);

  @Description(
      "What the servers are whose address does not tell, for --thinking: vllm, sglang and llama.cpp"
          + " are told alike, and what auto takes them for; a server that says it is another is"
          + " refused until this names it.")
  @Default.String("auto")
  @OneOf({
    "auto",
    "openai",
    "azure",
    "anthropic",
    "gemini",
    "openrouter",
    "deepseek",
    "ollama",
    "vllm",
    "sglang",
    "llama.cpp"
  })
  @Decides(Kind.RESULTS)
  @Shown(order = 22)
  String getProfile();

  void setProfile(String value);
}
