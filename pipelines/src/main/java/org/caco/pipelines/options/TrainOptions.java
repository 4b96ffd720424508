package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code train}. */
@Group(title = "Training", order = 10)
public interface TrainOptions extends PipelineOptions {
  @Description("Local output folders of the runs to train on; equal rows of several count once.")
  @Validation.Required
  @FilePath
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, daily = true)
  String getRun();

  void setRun(String value);

  @Description(
      "Local folder to write data, configurations and README.md into; it must be empty or not be"
          + " there. The trained model goes into its model folder.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 2, daily = true)
  String getOutput();

  void setOutput(String value);

  @Description(
      "What is trained: the generator, a code model that writes programs for an empty prompt, on"
          + " the programs of codegen/; or a student, a model that solves problems, on the rows of"
          + " dataset/.")
  @OneOf({"generator", "student"})
  @Default.String("generator")
  @Decides(Kind.RESULTS)
  @Shown(order = 3, daily = true)
  String getTrainee();

  void setTrainee(String value);

  @Description("Base model: a name of the Hub, or a folder.")
  @Decides(Kind.RESULTS)
  @Shown(
      order = 4,
      byDefault = "Qwen/Qwen2.5-Coder-7B for the generator, Qwen/Qwen2.5-Math-7B for a student",
      daily = true)
  @Nullable String getBaseModel();

  void setBaseModel(@Nullable String value);

  @Description(
      "Command line that trains, run by a shell in the output folder: 'llamafactory-cli train"
          + " llamafactory.yaml', 'python trl_sft.py', or any that reads data/train.jsonl and"
          + " leaves the model in model/. What it prints goes into train.log.")
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 5, byDefault = "none: files are written, and nothing is trained", daily = true)
  @Nullable String getTrainer();

  void setTrainer(@Nullable String value);

  @Description("Times that each row is trained on.")
  @Decides(Kind.RESULTS)
  @Shown(order = 6, byDefault = "1 for the generator, 3 for a student")
  @Nullable Double getEpochs();

  void setEpochs(@Nullable Double value);

  @Description("Largest learning rate; the schedule is a cosine with a warm-up of 0.03.")
  @Default.Double(5e-6)
  @Decides(Kind.RESULTS)
  @Shown(order = 7)
  double getLearningRate();

  void setLearningRate(double value);

  @Description("Most tokens of a row; what is longer is cut.")
  @Decides(Kind.RESULTS)
  @Shown(order = 8, byDefault = "2048 for the generator, 4096 for a student")
  @Nullable Integer getCutoff();

  void setCutoff(@Nullable Integer value);

  @Description("Rows of a step, all devices together.")
  @Default.Integer(128)
  @Decides(Kind.RESULTS)
  @Shown(order = 9)
  int getBatch();

  void setBatch(int value);

  @Description("Number of GPUs that train.")
  @Default.Integer(1)
  @Decides(Kind.RUN)
  @Shown(order = 10)
  int getDevices();

  void setDevices(int value);

  @Description("Rows that a device takes at a time.")
  @Default.Integer(4)
  @Decides(Kind.RUN)
  @Shown(order = 11)
  int getPerDevice();

  void setPerDevice(int value);

  @Description(
      "LLaMA-Factory's name of the base model's chat template. It has to be the one that the model"
          + " is served with.")
  @Default.String("qwen")
  @Decides(Kind.RESULTS)
  @Shown(order = 12)
  String getChatTemplate();

  void setChatTemplate(String value);
}
