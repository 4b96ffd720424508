package org.caco.pipelines.graph;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.Quantity;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.consistency.JudgeConsistency;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.model.ApiKey;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.unify.UnifySeeds;

/** What a model is asked for, and the options that say which model, where and how. */
public final class Role {
  /** The value of {@code --journal} that stands for none. */
  public static final String NO_JOURNAL = "off";

  public static final Role UNIFY =
      new Role(
          "unify",
          UnifySeeds.STEP,
          ModelOptions::getUnifyEndpoint,
          ModelOptions::getUnifyModel,
          ModelOptions::getUnifyParameters,
          ModelOptions::getUnifyPrompt);
  public static final Role CODE =
      new Role(
          "code",
          GeneratePrograms.STEP,
          ModelOptions::getCodeEndpoint,
          ModelOptions::getCodeModel,
          ModelOptions::getCodeParameters,
          ModelOptions::getCodePrompt);
  public static final Role PROBLEM =
      new Role(
          "problem",
          WriteProblem.STEP,
          ModelOptions::getProblemEndpoint,
          ModelOptions::getProblemModel,
          ModelOptions::getProblemParameters,
          ModelOptions::getProblemPrompt);
  public static final Role SOLVE =
      new Role(
          "solve",
          SolveProblem.STEP,
          ModelOptions::getSolveEndpoint,
          ModelOptions::getSolveModel,
          ModelOptions::getSolveParameters,
          ModelOptions::getSolvePrompt);
  public static final Role JUDGE =
      new Role(
          "judge",
          JudgeConsistency.STEP,
          ModelOptions::getJudgeEndpoint,
          ModelOptions::getJudgeModel,
          ModelOptions::getJudgeParameters,
          ModelOptions::getJudgePrompt);

  /** All of them, in the order in which a run needs them, judges once. */
  public static final List<Role> ALL = List.of(UNIFY, CODE, PROBLEM, SOLVE, JUDGE);

  private static final String DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY";

  private final String id;
  private final String step;
  private final Function<ModelOptions, String> endpoint;
  private final Function<ModelOptions, String> model;
  private final Function<ModelOptions, String> parameters;
  private final Function<ModelOptions, String> prompt;

  private Role(
      String id,
      String step,
      Function<ModelOptions, String> endpoint,
      Function<ModelOptions, String> model,
      Function<ModelOptions, String> parameters,
      Function<ModelOptions, String> prompt) {
    this.id = id;
    this.step = step;
    this.endpoint = endpoint;
    this.model = model;
    this.parameters = parameters;
    this.prompt = prompt;
  }

  /** All of them as the options want them, in the order in which a run needs them. */
  public static List<Role> all(ModelOptions options) {
    return ALL.stream().flatMap(role -> role.each(options).stream()).toList();
  }

  /**
   * The role once for each model that its option names. Only judges may be several; each has a step
   * of its own, with a number from the second on.
   *
   * @throws UsageException if a judge has no name or comes twice, or their endpoints do not fit
   */
  public List<Role> each(ModelOptions options) {
    if (this != JUDGE) {
      return List.of(this);
    }
    List<String> models = parts("judgeModel", options.getJudgeModel(), ",");
    List<String> endpoints = parts("judgeEndpoint", options.getJudgeEndpoint(), ";");
    if (new HashSet<>(models).size() < models.size()) {
      throw new UsageException(
          "--judgeModel="
              + options.getJudgeModel()
              + " names a model twice: to ask each model several times, use --judges.");
    }
    if (endpoints.size() > 1 && endpoints.size() != models.size()) {
      throw new UsageException(
          "--judgeEndpoint has endpoints for "
              + endpoints.size()
              + " models, and --judgeModel names "
              + (options.getJudgeModel() == null ? "none" : models.size())
              + ": name as many, or endpoints that serve all of them.");
    }
    return IntStream.range(0, models.size())
        .mapToObj(
            i ->
                new Role(
                    id,
                    i == 0 ? step : step + (i + 1),
                    unused -> endpoints.get(endpoints.size() > 1 ? i : 0),
                    unused -> models.get(i),
                    parameters,
                    prompt))
        .toList();
  }

  /** What separators part an option's value into; one null where the option is not set. */
  private static List<String> parts(String option, String value, String separator) {
    if (value == null) {
      return Collections.singletonList(null);
    }
    List<String> parts = Stream.of(value.split(separator, -1)).map(String::strip).toList();
    if (parts.contains("")) {
      throw new UsageException("--" + option + "=" + value + " names nothing at one place.");
    }
    return parts;
  }

  /** The name in options, prompts and records. */
  public String id() {
    return id;
  }

  /** The step that calls it. */
  public String step() {
    return step;
  }

  /** The role's model as the options describe it. */
  public ModelConfig model(ModelOptions options) {
    String endpoints = either(endpoint.apply(options), options.getEndpoint());
    boolean embedded = endpoints.startsWith(ModelConfig.EMBEDDED);
    if (options.getEmbeddedMistakes() > 1) {
      throw new UsageException(
          "--embeddedMistakes=" + options.getEmbeddedMistakes() + " is not from 0 to 1.");
    }
    String name = either(model.apply(options), options.getModel());
    if (name == null) {
      if (!embedded) {
        throw new UsageException(
            "The endpoint "
                + endpoints
                + " needs a model: name it by --model or --"
                + id
                + "Model.");
      }
      name = "embedded:" + options.getEmbeddedMistakes();
    }
    try {
      ModelConfig.Builder config =
          ModelConfig.of(id, endpoints, name).toBuilder()
              .setMaxInFlight(Settings.positive("maxInFlight", options.getMaxInFlight()))
              .setMaxAttempts(Settings.positive("maxAttempts", options.getMaxAttempts()))
              .setSamplesPerRequest(
                  Settings.positive("samplesPerRequest", options.getSamplesPerRequest()))
              .setRetryTruncated(options.isRetryTruncated())
              .setTimeout(Quantity.duration("requestTimeout", options.getRequestTimeout()))
              .setApiKey(embedded || options.isJournalOnly() ? ApiKey.none() : apiKey(options))
              .setJournal(journal(options))
              .setJournalOnly(options.isJournalOnly());
      String json = parameters.apply(options);
      return Spending.apply(
          options, (json == null ? config : config.mergeParameters(json)).build());
    } catch (IllegalArgumentException e) {
      throw new UsageException("The model for " + id + ": " + e.getMessage(), e);
    }
  }

  /**
   * The role's prompt: a file of the user's, with no other holes than the packaged one, or that.
   */
  public PromptTemplate prompt(ModelOptions options) {
    PromptTemplate packaged = PromptTemplate.packaged(id);
    String path = prompt.apply(options);
    if (path == null) {
      String observer = options.getPromptObserver();
      return observer == null ? packaged : packaged.observedBy(observer + "/" + id);
    }
    try {
      PromptTemplate template = PromptTemplate.load(path);
      template.checkHoles(packaged.holes());
      return template;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--" + id + "Prompt=" + path + ": " + e.getMessage(), e);
    }
  }

  /** The folder of the journal, empty for none. */
  public static String journal(ModelOptions options) {
    String journal = options.getJournal();
    if (journal != null) {
      return journal.equals(NO_JOURNAL) ? "" : journal;
    }
    String output = options.as(OutputOptions.class).getOutput();
    return output == null ? "" : output.replaceFirst("/+$", "") + "/journal";
  }

  private static ApiKey apiKey(ModelOptions options) {
    if (options.getApiKeyFile() != null) {
      return ApiKey.file(options.getApiKeyFile());
    }
    if (options.getApiKeyEnv() != null) {
      return ApiKey.environment(options.getApiKeyEnv());
    }
    return System.getenv(DEFAULT_KEY_VARIABLE) == null
        ? ApiKey.none()
        : ApiKey.environment(DEFAULT_KEY_VARIABLE);
  }

  private static String either(String own, String all) {
    return own == null ? all : own;
  }
}
