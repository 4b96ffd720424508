package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;

/**
 * The models, one role each: unify, code, problem, solve, judge. {@code --endpoint} and {@code
 * --model} set all roles; an option that begins with a role's name sets that role.
 */
public interface ModelOptions extends LimitOptions {
  @Description(
      "OpenAI-compatible endpoints of all roles, separated by commas, such as"
          + " http://localhost:8000/v1. embedded: is the rule-based model inside the worker, for"
          + " trying out and testing.")
  @Default.String("embedded:")
  String getEndpoint();

  void setEndpoint(String value);

  @Description(
      "The model's name at the endpoint, for all roles. Not needed for the embedded model.")
  String getModel();

  void setModel(String value);

  @Description("Share of the embedded model's replies that are planted mistakes, from 0 to 1.")
  @Default.Double(0.1)
  double getEmbeddedMistakes();

  void setEmbeddedMistakes(double value);

  @Description(
      "Name of the environment variable that holds the key of the endpoints, here and on the"
          + " workers. OPENAI_API_KEY, where there is one, unless set.")
  String getApiKeyEnv();

  void setApiKeyEnv(String value);

  @Description(
      "File that holds the key of the endpoints, on any Beam file system that the workers reach."
          + " Goes before --apiKeyEnv.")
  @FilePath
  String getApiKeyFile();

  void setApiKeyFile(String value);

  @Description(
      "Folder of the journal of model responses, on any Beam file system that the workers reach."
          + " A response that is in it is not asked for again, by this run or by another that"
          + " names the same folder. journal/ in the output folder unless set; off for none.")
  @FilePath
  String getJournal();

  void setJournal(String value);

  /** Where {@code preview} looks for what prompts were filled with; no option of a run. */
  @Hidden
  String getPromptObserver();

  void setPromptObserver(String value);

  @Description(
      "Send no model call: a response that the journal lacks is rejected as not_in_journal. caco"
          + " replay sets it.")
  @Default.Boolean(false)
  boolean isJournalOnly();

  void setJournalOnly(boolean value);

  @Description("Calls that a worker keeps in flight at once to the same endpoints.")
  @Default.Integer(64)
  int getMaxInFlight();

  void setMaxInFlight(int value);

  @Description("Time that one call may take, such as 10m or 30s.")
  @Default.String("5m")
  String getRequestTimeout();

  void setRequestTimeout(String value);

  @Description("Times that a call is tried before its record is rejected.")
  @Default.Integer(6)
  int getMaxAttempts();

  void setMaxAttempts(int value);

  @Description(
      "Ask once more for an answer that was cut off at its max_tokens, with twice as many. Both are"
          + " paid for. Unless set, it is rejected as truncated.")
  @Default.Boolean(false)
  boolean isRetryTruncated();

  void setRetryTruncated(boolean value);

  @Description("Solutions written for each problem.")
  @Default.Integer(1)
  int getSolutions();

  void setSolutions(int value);

  @Description(
      "Samples of one prompt that a request asks for at most, as n, where a role wants several, as"
          + " --solutions does: the prompt is paid for once then. For servers that take n.")
  @Default.Integer(1)
  int getSamplesPerRequest();

  void setSamplesPerRequest(int value);

  @Description(
      "Endpoints of the model that rewrites solutions as programs. As --endpoint unless set.")
  String getUnifyEndpoint();

  void setUnifyEndpoint(String value);

  @Description("Name of the model that rewrites solutions as programs. As --model unless set.")
  String getUnifyModel();

  void setUnifyModel(String value);

  @Description(
      "Sampling parameters for the model that rewrites solutions as programs, as a JSON object that is added to the"
          + " role's own."
          + " Its own: temperature 0.6.")
  String getUnifyParameters();

  void setUnifyParameters(String value);

  @Description(
      "Prompt file of the model that rewrites solutions as programs, on any Beam file system. The packaged one unless set.")
  @FilePath
  String getUnifyPrompt();

  void setUnifyPrompt(String value);

  @Description("Endpoints of the model that writes new programs. As --endpoint unless set.")
  String getCodeEndpoint();

  void setCodeEndpoint(String value);

  @Description("Name of the model that writes new programs. As --model unless set.")
  String getCodeModel();

  void setCodeModel(String value);

  @Description(
      "Sampling parameters for the model that writes new programs, as a JSON object that is added to the"
          + " role's own."
          + " Its own: temperature 0.9, max_tokens 1024.")
  String getCodeParameters();

  void setCodeParameters(String value);

  @Description(
      "Prompt file of the model that writes new programs, on any Beam file system. The packaged one unless set.")
  @FilePath
  String getCodePrompt();

  void setCodePrompt(String value);

  @Description("Endpoints of the model that writes problems. As --endpoint unless set.")
  String getProblemEndpoint();

  void setProblemEndpoint(String value);

  @Description("Name of the model that writes problems. As --model unless set.")
  String getProblemModel();

  void setProblemModel(String value);

  @Description(
      "Sampling parameters for the model that writes problems, as a JSON object that is added to the"
          + " role's own."
          + " Its own: temperature 0.7, top_p 0.8.")
  String getProblemParameters();

  void setProblemParameters(String value);

  @Description(
      "Prompt file of the model that writes problems, on any Beam file system. The packaged one unless set.")
  @FilePath
  String getProblemPrompt();

  void setProblemPrompt(String value);

  @Description("Endpoints of the model that solves problems. As --endpoint unless set.")
  String getSolveEndpoint();

  void setSolveEndpoint(String value);

  @Description("Name of the model that solves problems. As --model unless set.")
  String getSolveModel();

  void setSolveModel(String value);

  @Description(
      "Sampling parameters for the model that solves problems, as a JSON object that is added to the"
          + " role's own."
          + " Its own: temperature 0.7, top_p 0.8.")
  String getSolveParameters();

  void setSolveParameters(String value);

  @Description(
      "Prompt file of the model that solves problems, on any Beam file system. The packaged one unless set.")
  @FilePath
  String getSolvePrompt();

  void setSolvePrompt(String value);

  @Description(
      "Endpoints of the model that judges. Of several models, those that serve all of them, or each"
          + " model's own with semicolons between models. As --endpoint unless set.")
  String getJudgeEndpoint();

  void setJudgeEndpoint(String value);

  @Description(
      "Name of the model that judges, or several, separated by commas: each is asked about what"
          + " those before it have accepted. As --model unless set.")
  String getJudgeModel();

  void setJudgeModel(String value);

  @Description(
      "Sampling parameters for the model that judges, as a JSON object that is added to the"
          + " role's own."
          + " Its own: temperature 0.")
  String getJudgeParameters();

  void setJudgeParameters(String value);

  @Description(
      "Prompt file of the model that judges, on any Beam file system. The packaged one unless set.")
  @FilePath
  String getJudgePrompt();

  void setJudgePrompt(String value);
}
