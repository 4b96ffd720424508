package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The model of each role, where it is not that of all roles: unify, code, problem, solve, judge.
 */
@Group(title = "The model of each role", order = 60)
public interface RoleOptions extends PipelineOptions {
  @Description("Endpoints of the model that rewrites solutions as programs, separated by commas.")
  @ListOf
  @Decides(Kind.ACCESS)
  @Shown(order = 1, byDefault = "as --endpoint")
  @Nullable String getUnifyEndpoint();

  void setUnifyEndpoint(@Nullable String value);

  @Description("Name of the model that rewrites solutions as programs.")
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "as --model")
  @Nullable String getUnifyModel();

  void setUnifyModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --unifyEndpoint, here and on"
          + " the workers.")
  @Decides(Kind.ACCESS)
  @Shown(order = 3, byDefault = "the key of --endpoint, where the server is the same")
  @Nullable String getUnifyApiKeyEnv();

  void setUnifyApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --unifyEndpoint, on any Beam file system that the workers"
          + " reach. It takes precedence over --unifyApiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 4, byDefault = "none")
  @Nullable String getUnifyApiKeyFile();

  void setUnifyApiKeyFile(@Nullable String value);

  @Description(
      "Sampling parameters for the model that rewrites solutions as programs, as a JSON"
          + " object. They are added to the default ones; null removes one.")
  @Decides(Kind.RESULTS)
  @Shown(order = 5, byDefault = "temperature 0.6")
  @Nullable String getUnifyParameters();

  void setUnifyParameters(@Nullable String value);

  @Description(
      "Prompt file of the model that rewrites solutions as programs, on any Beam file" + " system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 6, byDefault = "the packaged one")
  @Nullable String getUnifyPrompt();

  void setUnifyPrompt(@Nullable String value);

  @Description("Characters that a reply of the model that rewrites solutions as programs may have.")
  @Decides(Kind.RESULTS)
  @Shown(order = 7, byDefault = "as --maxReplyCharacters")
  @Nullable Integer getUnifyMaxReplyCharacters();

  void setUnifyMaxReplyCharacters(@Nullable Integer value);

  @Description("File of headers for --unifyEndpoint, as --headers is for --endpoint.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 8, byDefault = "those of --endpoint, where the server is the same")
  @Nullable String getUnifyHeaders();

  void setUnifyHeaders(@Nullable String value);

  @Description(
      "Prompt file that asks that model about seeds without a solution, on any Beam file system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 9, byDefault = "the packaged one")
  @Nullable String getUnifyUnsolvedPrompt();

  void setUnifyUnsolvedPrompt(@Nullable String value);

  @Description("Endpoints of the model that writes new programs, separated by commas.")
  @ListOf
  @Decides(Kind.ACCESS)
  @Shown(order = 11, byDefault = "as --endpoint", daily = true)
  @Nullable String getCodeEndpoint();

  void setCodeEndpoint(@Nullable String value);

  @Description("Name of the model that writes new programs.")
  @Decides(Kind.RESULTS)
  @Shown(order = 12, byDefault = "as --model", daily = true)
  @Nullable String getCodeModel();

  void setCodeModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --codeEndpoint, here and on"
          + " the workers.")
  @Decides(Kind.ACCESS)
  @Shown(order = 13, byDefault = "the key of --endpoint, where the server is the same")
  @Nullable String getCodeApiKeyEnv();

  void setCodeApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --codeEndpoint, on any Beam file system that the workers"
          + " reach. It takes precedence over --codeApiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 14, byDefault = "none")
  @Nullable String getCodeApiKeyFile();

  void setCodeApiKeyFile(@Nullable String value);

  @Description(
      "Sampling parameters for the model that writes new programs, as a JSON object. They"
          + " are added to the default ones; null removes one.")
  @Decides(Kind.RESULTS)
  @Shown(order = 15, byDefault = "temperature 0.9, max_tokens 1024")
  @Nullable String getCodeParameters();

  void setCodeParameters(@Nullable String value);

  @Description("Prompt file of the model that writes new programs, on any Beam file system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 16, byDefault = "the packaged one")
  @Nullable String getCodePrompt();

  void setCodePrompt(@Nullable String value);

  @Description("Characters that a reply of the model that writes new programs may have.")
  @Decides(Kind.RESULTS)
  @Shown(order = 17, byDefault = "as --maxReplyCharacters")
  @Nullable Integer getCodeMaxReplyCharacters();

  void setCodeMaxReplyCharacters(@Nullable Integer value);

  @Description("File of headers for --codeEndpoint, as --headers is for --endpoint.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 18, byDefault = "those of --endpoint, where the server is the same")
  @Nullable String getCodeHeaders();

  void setCodeHeaders(@Nullable String value);

  @Description("Endpoints of the model that writes problems, separated by commas.")
  @ListOf
  @Decides(Kind.ACCESS)
  @Shown(order = 21, byDefault = "as --endpoint")
  @Nullable String getProblemEndpoint();

  void setProblemEndpoint(@Nullable String value);

  @Description("Name of the model that writes problems.")
  @Decides(Kind.RESULTS)
  @Shown(order = 22, byDefault = "as --model")
  @Nullable String getProblemModel();

  void setProblemModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --problemEndpoint, here and"
          + " on the workers.")
  @Decides(Kind.ACCESS)
  @Shown(order = 23, byDefault = "the key of --endpoint, where the server is the same")
  @Nullable String getProblemApiKeyEnv();

  void setProblemApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --problemEndpoint, on any Beam file system that the"
          + " workers reach. It takes precedence over --problemApiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 24, byDefault = "none")
  @Nullable String getProblemApiKeyFile();

  void setProblemApiKeyFile(@Nullable String value);

  @Description(
      "Sampling parameters for the model that writes problems, as a JSON object. They are"
          + " added to the default ones; null removes one.")
  @Decides(Kind.RESULTS)
  @Shown(order = 25, byDefault = "temperature 0.7, top_p 0.8")
  @Nullable String getProblemParameters();

  void setProblemParameters(@Nullable String value);

  @Description("Prompt file of the model that writes problems, on any Beam file system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 26, byDefault = "the packaged one")
  @Nullable String getProblemPrompt();

  void setProblemPrompt(@Nullable String value);

  @Description("Characters that a reply of the model that writes problems may have.")
  @Decides(Kind.RESULTS)
  @Shown(order = 27, byDefault = "as --maxReplyCharacters")
  @Nullable Integer getProblemMaxReplyCharacters();

  void setProblemMaxReplyCharacters(@Nullable Integer value);

  @Description("File of headers for --problemEndpoint, as --headers is for --endpoint.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 28, byDefault = "those of --endpoint, where the server is the same")
  @Nullable String getProblemHeaders();

  void setProblemHeaders(@Nullable String value);

  @Description("Endpoints of the model that solves problems, separated by commas.")
  @ListOf
  @Decides(Kind.ACCESS)
  @Shown(order = 31, byDefault = "as --endpoint")
  @Nullable String getSolveEndpoint();

  void setSolveEndpoint(@Nullable String value);

  @Description("Name of the model that solves problems.")
  @Decides(Kind.RESULTS)
  @Shown(order = 32, byDefault = "as --model")
  @Nullable String getSolveModel();

  void setSolveModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --solveEndpoint, here and on"
          + " the workers.")
  @Decides(Kind.ACCESS)
  @Shown(order = 33, byDefault = "the key of --endpoint, where the server is the same")
  @Nullable String getSolveApiKeyEnv();

  void setSolveApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --solveEndpoint, on any Beam file system that the workers"
          + " reach. It takes precedence over --solveApiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 34, byDefault = "none")
  @Nullable String getSolveApiKeyFile();

  void setSolveApiKeyFile(@Nullable String value);

  @Description(
      "Sampling parameters for the model that solves problems, as a JSON object. They are"
          + " added to the default ones; null removes one.")
  @Decides(Kind.RESULTS)
  @Shown(order = 35, byDefault = "temperature 0.7, top_p 0.8")
  @Nullable String getSolveParameters();

  void setSolveParameters(@Nullable String value);

  @Description("Prompt file of the model that solves problems, on any Beam file system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 36, byDefault = "the packaged one")
  @Nullable String getSolvePrompt();

  void setSolvePrompt(@Nullable String value);

  @Description("Characters that a reply of the model that solves problems may have.")
  @Decides(Kind.RESULTS)
  @Shown(order = 37, byDefault = "as --maxReplyCharacters")
  @Nullable Integer getSolveMaxReplyCharacters();

  void setSolveMaxReplyCharacters(@Nullable Integer value);

  @Description("File of headers for --solveEndpoint, as --headers is for --endpoint.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 38, byDefault = "those of --endpoint, where the server is the same")
  @Nullable String getSolveHeaders();

  void setSolveHeaders(@Nullable String value);

  @Description(
      "Endpoints of the model that judges. Of several models: endpoints that serve all of"
          + " them, or each model's own with semicolons between models.")
  @ListOf(separator = ";")
  @Decides(Kind.ACCESS)
  @Shown(order = 41, byDefault = "as --endpoint")
  @Nullable String getJudgeEndpoint();

  void setJudgeEndpoint(@Nullable String value);

  @Description(
      "Name of the model that judges, or several, separated by commas: each is asked about"
          + " what those before it have accepted.")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 42, byDefault = "as --model", daily = true)
  @Nullable String getJudgeModel();

  void setJudgeModel(@Nullable String value);

  @Description(
      "Name of the environment variable that holds the key of --judgeEndpoint, here and on"
          + " the workers. Of several models: one for all of them, or each model's own with"
          + " semicolons between models.")
  @ListOf(separator = ";")
  @Decides(Kind.ACCESS)
  @Shown(order = 43, byDefault = "the key of --endpoint, where the server is the same")
  @Nullable String getJudgeApiKeyEnv();

  void setJudgeApiKeyEnv(@Nullable String value);

  @Description(
      "File that holds the key of --judgeEndpoint, on any Beam file system that the workers"
          + " reach. It takes precedence over --judgeApiKeyEnv.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 44, byDefault = "none")
  @Nullable String getJudgeApiKeyFile();

  void setJudgeApiKeyFile(@Nullable String value);

  @Description(
      "Sampling parameters for the model that judges, as a JSON object. They are added to"
          + " the default ones; null removes one.")
  @Decides(Kind.RESULTS)
  @Shown(order = 45, byDefault = "temperature 0")
  @Nullable String getJudgeParameters();

  void setJudgeParameters(@Nullable String value);

  @Description("Prompt file of the model that judges, on any Beam file system.")
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 46, byDefault = "the packaged one")
  @Nullable String getJudgePrompt();

  void setJudgePrompt(@Nullable String value);

  @Description("Characters that a reply of the model that judges may have.")
  @Decides(Kind.RESULTS)
  @Shown(order = 47, byDefault = "as --maxReplyCharacters")
  @Nullable Integer getJudgeMaxReplyCharacters();

  void setJudgeMaxReplyCharacters(@Nullable Integer value);

  @Description("File of headers for --judgeEndpoint, as --headers is for --endpoint.")
  @FilePath
  @Decides(Kind.ACCESS)
  @Shown(order = 48, byDefault = "those of --endpoint, where the server is the same")
  @Nullable String getJudgeHeaders();

  void setJudgeHeaders(@Nullable String value);
}
