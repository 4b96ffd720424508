package org.caco.pipelines.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.Quantity;
import org.caco.pipelines.options.RoleOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.consistency.JudgeConsistency;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.model.ApiKey;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelStep;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ServerFamily;
import org.caco.transforms.model.Thinking;
import org.caco.transforms.model.ToyModel;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.unify.SolveSeeds;
import org.caco.transforms.unify.UnifySeeds;
import org.jspecify.annotations.Nullable;

/** What a model is asked for, and the options that say which model, where and how. */
public final class Role {
  public static final Role UNIFY =
      new Role(
          "unify",
          UnifySeeds.STEP,
          question(Seed.class, UnifySeeds::with),
          RoleOptions::getUnifyEndpoint,
          RoleOptions::getUnifyModel,
          RoleOptions::getUnifyApiKeyEnv,
          RoleOptions::getUnifyApiKeyFile,
          RoleOptions::getUnifyParameters,
          RoleOptions::getUnifyPrompt,
          RoleOptions::getUnifyMaxReplyCharacters,
          RoleOptions::getUnifyHeaders);
  public static final Role CODE =
      new Role(
          "code",
          GeneratePrograms.STEP,
          question(Sample.class, GeneratePrograms::with),
          RoleOptions::getCodeEndpoint,
          RoleOptions::getCodeModel,
          RoleOptions::getCodeApiKeyEnv,
          RoleOptions::getCodeApiKeyFile,
          RoleOptions::getCodeParameters,
          RoleOptions::getCodePrompt,
          RoleOptions::getCodeMaxReplyCharacters,
          RoleOptions::getCodeHeaders);
  public static final Role PROBLEM =
      new Role(
          "problem",
          WriteProblem.STEP,
          question(Sample.class, WriteProblem::with),
          RoleOptions::getProblemEndpoint,
          RoleOptions::getProblemModel,
          RoleOptions::getProblemApiKeyEnv,
          RoleOptions::getProblemApiKeyFile,
          RoleOptions::getProblemParameters,
          RoleOptions::getProblemPrompt,
          RoleOptions::getProblemMaxReplyCharacters,
          RoleOptions::getProblemHeaders);
  public static final Role SOLVE =
      new Role(
          "solve",
          SolveProblem.STEP,
          question(Sample.class, SolveProblem::with),
          RoleOptions::getSolveEndpoint,
          RoleOptions::getSolveModel,
          RoleOptions::getSolveApiKeyEnv,
          RoleOptions::getSolveApiKeyFile,
          RoleOptions::getSolveParameters,
          RoleOptions::getSolvePrompt,
          RoleOptions::getSolveMaxReplyCharacters,
          RoleOptions::getSolveHeaders);
  public static final Role JUDGE =
      new Role(
          "judge",
          JudgeConsistency.STEP,
          question(Sample.class, JudgeConsistency::with),
          RoleOptions::getJudgeEndpoint,
          RoleOptions::getJudgeModel,
          RoleOptions::getJudgeApiKeyEnv,
          RoleOptions::getJudgeApiKeyFile,
          RoleOptions::getJudgeParameters,
          RoleOptions::getJudgePrompt,
          RoleOptions::getJudgeMaxReplyCharacters,
          RoleOptions::getJudgeHeaders);

  /** The solver, where it solves seeds. */
  public static final Role SOLVE_SEEDS = SOLVE.at(SolveSeeds.STEP);

  /** All of them, in the order in which a run needs them, judges once. */
  public static final List<Role> ALL = List.of(UNIFY, CODE, PROBLEM, SOLVE, JUDGE);

  private static final String EMBEDDED =
      "--endpoint=embedded: is the rule-based model inside the worker, whose data is for trying out"
          + " and testing, not for training.";

  private final String id;
  private final String step;
  private final BiFunction<ModelConfig, PromptTemplate, SerializableFunction<Object, Prompt>>
      question;
  private final Function<RoleOptions, @Nullable String> endpoint;
  private final Function<RoleOptions, @Nullable String> model;
  private final Function<RoleOptions, @Nullable String> keyVariable;
  private final Function<RoleOptions, @Nullable String> keyFile;
  private final Function<RoleOptions, @Nullable String> parameters;
  private final Function<RoleOptions, @Nullable String> prompt;
  private final Function<RoleOptions, @Nullable Integer> maxReplyCharacters;
  private final Function<RoleOptions, @Nullable String> headers;

  private Role(
      String id,
      String step,
      BiFunction<ModelConfig, PromptTemplate, SerializableFunction<Object, Prompt>> question,
      Function<RoleOptions, @Nullable String> endpoint,
      Function<RoleOptions, @Nullable String> model,
      Function<RoleOptions, @Nullable String> keyVariable,
      Function<RoleOptions, @Nullable String> keyFile,
      Function<RoleOptions, @Nullable String> parameters,
      Function<RoleOptions, @Nullable String> prompt,
      Function<RoleOptions, @Nullable Integer> maxReplyCharacters,
      Function<RoleOptions, @Nullable String> headers) {
    this.id = id;
    this.step = step;
    this.question = question;
    this.endpoint = endpoint;
    this.model = model;
    this.keyVariable = keyVariable;
    this.keyFile = keyFile;
    this.parameters = parameters;
    this.prompt = prompt;
    this.maxReplyCharacters = maxReplyCharacters;
    this.headers = headers;
  }

  /** All of them as the options want them, in the order in which a run needs them. */
  public static List<Role> all(ModelOptions options) {
    Stream<Role> seeds = Settings.solvesSeeds(options) ? Stream.of(SOLVE_SEEDS) : Stream.empty();
    Stream<Role> rows = ALL.stream().flatMap(role -> role.each(options).stream());
    return Stream.of(seeds, rows, Instances.roles(options)).flatMap(roles -> roles).toList();
  }

  Role at(String otherStep) {
    return new Role(
        id,
        otherStep,
        question,
        endpoint,
        model,
        keyVariable,
        keyFile,
        parameters,
        prompt,
        maxReplyCharacters,
        headers);
  }

  /**
   * The role once for each model that its option names. Only judges may be several; each has a step
   * of its own, with a number from the second on.
   *
   * @throws UsageException if a judge has no name or comes twice, or their endpoints or keys do not
   *     fit
   */
  public List<Role> each(ModelOptions options) {
    if (this != JUDGE) {
      return List.of(this);
    }
    List<@Nullable String> models = Judges.parts("judgeModel", options.getJudgeModel(), ",");
    List<@Nullable String> endpoints =
        Judges.each("judgeEndpoint", options.getJudgeEndpoint(), models);
    List<@Nullable String> keys =
        Judges.each("judgeApiKeyEnv", options.getJudgeApiKeyEnv(), models);
    if (new HashSet<>(models).size() < models.size()) {
      throw new UsageException(
          "--judgeModel="
              + options.getJudgeModel()
              + " names a model twice: to ask each model several times, use --judges.");
    }
    return IntStream.range(0, models.size())
        .mapToObj(
            i ->
                new Role(
                    id,
                    i == 0 ? step : step + (i + 1),
                    question,
                    unused -> endpoints.get(i),
                    unused -> models.get(i),
                    unused -> keys.get(i),
                    keyFile,
                    parameters,
                    prompt,
                    maxReplyCharacters,
                    headers))
        .toList();
  }

  /** The name in options, prompts and records. */
  public String id() {
    return id;
  }

  /** The step that calls it. */
  public String step() {
    return step;
  }

  /**
   * Checks that the options say where the role's model is: without a word, nobody is to get the
   * embedded one's data for a dataset.
   *
   * @throws UsageException if they do not
   */
  public void checkEndpointIsNamed(ModelOptions options) {
    String own = model.apply(options);
    String name = own == null ? options.getModel() : own;
    boolean named =
        endpoint.apply(options) != null
            || GivenOptions.contain(options, "endpoint")
            || (name != null && ToyModel.isCalled(name));
    if (!named && !options.isJournalOnly()) {
      throw new UsageException(
          "No endpoint is named for "
              + id
              + ": name your model by --endpoint and --model. "
              + EMBEDDED);
    }
  }

  /** The role's model as the options describe it. */
  public ModelConfig model(ModelOptions options) {
    String ownEndpoints = endpoint.apply(options);
    String endpoints = ownEndpoints == null ? options.getEndpoint() : ownEndpoints;
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
    } else if (embedded && !ToyModel.isCalled(name) && !options.isJournalOnly()) {
      throw new UsageException(
          "The model "
              + name
              + " for "
              + id
              + " needs the endpoint that serves it: name it by --endpoint or --"
              + id
              + "Endpoint. "
              + EMBEDDED);
    }
    try {
      ModelConfig.Builder config =
          ModelConfig.of(id, endpoints, name).toBuilder()
              .setMaxInFlight(Settings.positive("maxInFlight", options.getMaxInFlight()))
              .setMaxAttempts(Settings.positive("maxAttempts", options.getMaxAttempts()))
              .setSamplesPerRequest(
                  Settings.positive("samplesPerRequest", options.getSamplesPerRequest()))
              .setRetryTruncated(options.isRetryTruncated())
              .setRepairReplies(options.getRepairReplies())
              .setTimeout(Quantity.duration("requestTimeout", options.getRequestTimeout()))
              .setApiKey(embedded ? ApiKey.none() : apiKey(options, endpoints))
              .setAllowPlainHttpKeys(options.isAllowPlainHttpKeys())
              .setJournal(Settings.journal(options))
              .setJournalOnly(options.isJournalOnly());
      Integer longest = maxReplyCharacters.apply(options);
      longest = longest == null ? options.getMaxReplyCharacters() : longest;
      if (longest != null) {
        config.setMaxReplyCharacters(Settings.positive("maxReplyCharacters", longest));
      }
      if (!embedded) {
        setThinking(options, endpoints, config);
      }
      for (String json : Arrays.asList(options.getParameters(), parameters.apply(options))) {
        if (json != null) {
          config.mergeParameters(json);
        }
      }
      return Spending.apply(options, config.build());
    } catch (IllegalArgumentException e) {
      throw Settings.refused(id, e);
    }
  }

  private static void setThinking(
      ModelOptions options, String endpoints, ModelConfig.Builder config) {
    String thinking = options.getThinking();
    if (thinking != null) {
      ServerFamily family = Settings.family(options, endpoints.split(",", 2)[0].strip());
      config.mergeParameters(Thinking.parameters(family, thinking.equalsIgnoreCase("on")));
    }
  }

  /**
   * The role's prompt: a file of the user's, with no other holes than the packaged one, or that.
   */
  public PromptTemplate prompt(ModelOptions options) {
    return prompt(id, id + "Prompt", prompt.apply(options));
  }

  private static PromptTemplate prompt(String name, String option, @Nullable String path) {
    PromptTemplate packaged = PromptTemplate.packaged(name);
    if (path == null) {
      return packaged;
    }
    try {
      PromptTemplate template = PromptTemplate.load(path);
      template.checkHoles(packaged.holes());
      return template;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--" + option + "=" + path + ": " + e.getMessage(), e);
    }
  }

  /** The step that {@link #UNIFY} is for. */
  public static UnifySeeds unifySeeds(ModelOptions options) {
    return UnifySeeds.with(UNIFY.model(options), UNIFY.prompt(options))
        .withUnsolved(unsolvedPrompt(options));
  }

  /** What {@link #UNIFY} is asked about a seed that has an answer and no solution. */
  public static PromptTemplate unsolvedPrompt(ModelOptions options) {
    return prompt("unify-unsolved", "unifyUnsolvedPrompt", options.getUnifyUnsolvedPrompt());
  }

  /** What the role's model is asked about a record of its step. */
  public SerializableFunction<Object, Prompt> question(ModelOptions options) {
    if (this == UNIFY) {
      UnifySeeds step = unifySeeds(options);
      return seed -> step.prompt((Seed) seed);
    }
    return question.apply(model(options), prompt(options));
  }

  private static <I>
      BiFunction<ModelConfig, PromptTemplate, SerializableFunction<Object, Prompt>> question(
          Class<I> records, BiFunction<ModelConfig, PromptTemplate, ? extends ModelStep<I>> with) {
    return (model, template) -> {
      ModelStep<I> step = with.apply(model, template);
      return record -> step.prompt(records.cast(record));
    };
  }

  /**
   * The key of the role's endpoints. That of {@code --endpoint} is for its servers: a role with an
   * endpoint elsewhere has a key of its own, or none.
   */
  private ApiKey apiKey(ModelOptions options, String endpoints) {
    if (options.isJournalOnly()) {
      return ApiKey.none();
    }
    Optional<ApiKey> own = Keys.named(keyVariable.apply(options), keyFile.apply(options));
    boolean elsewhere =
        endpoint.apply(options) != null && !Keys.sameServers(endpoints, options.getEndpoint());
    String file = either(headers.apply(options), elsewhere ? null : options.getHeaders());
    if (file != null) {
      // A variable that nobody has named is not to go beside headers that somebody has.
      ApiKey named =
          own.orElseGet(
              () ->
                  elsewhere
                      ? ApiKey.none()
                      : Keys.named(options.getApiKeyEnv(), options.getApiKeyFile())
                          .orElse(ApiKey.none()));
      return named.withHeaders(file);
    }
    return own.orElseGet(() -> elsewhere ? ApiKey.none() : Keys.ofEndpoint(options));
  }

  private static @Nullable String either(@Nullable String own, @Nullable String all) {
    return own == null ? all : own;
  }
}
