package org.caco.templates;

import java.util.ArrayList;
import java.util.List;
import org.caco.pipelines.command.Caco;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the Flex Template: {@code synthesize} on Dataflow. The launcher image calls it
 * with the template's parameters and those of the job, all as options.
 */
public final class SynthesizeTemplate {
  private static final String WORKER_IMAGE_OPTION = "--sdkContainerImage=";

  /** The variable of the launcher image that names the image of the workers. */
  static final String WORKER_IMAGE = "CACO_WORKER_IMAGE";

  /** The variable of the launcher image that names the files that those workers lack. */
  static final String STAGED = "CACO_STAGED";

  private SynthesizeTemplate() {}

  /** Submits the job. */
  public static void main(String[] args) {
    Caco.main(
        command(List.of(args), System.getenv(WORKER_IMAGE), System.getenv(STAGED))
            .toArray(String[]::new));
  }

  /**
   * The command line for the parameters of the template.
   *
   * @param workerImage the image of the workers unless a parameter names one; may be null
   * @param staged what is to be staged for workers of that image, separated by commas; null or
   *     empty for all that is on the class path, as it is for workers of any other
   */
  static List<String> command(
      List<String> parameters, @Nullable String workerImage, @Nullable String staged) {
    List<String> command = new ArrayList<>(List.of("synthesize", "--runner=dataflow"));
    boolean named = parameters.stream().anyMatch(each -> each.startsWith(WORKER_IMAGE_OPTION));
    if (workerImage != null && !named) {
      command.add(WORKER_IMAGE_OPTION + workerImage);
      if (staged != null && !staged.isEmpty()) {
        command.add("--filesToStage=" + staged);
      }
    }
    // The service gives a runner of its own, by its class.
    parameters.stream().filter(each -> !each.startsWith("--runner=")).forEach(command::add);
    return command;
  }
}
