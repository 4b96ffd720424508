package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code init}: those of the {@code synthesize} that the file is for, and its own. */
@Group(title = "The file", order = 5)
public interface InitOptions extends SynthesizeOptions {
  @Description("File to write, in YAML. One that exists is not replaced.")
  @Default.String("run.yaml")
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1, daily = true)
  String getFile();

  void setFile(String value);

  @Description(
      "Ask nothing: options that are not given get their defaults, seeds the bundled ones, which"
          + " are written beside the file, and the endpoint the embedded model.")
  @Default.Boolean(false)
  @Decides(Kind.RUN)
  @Shown(order = 2, daily = true)
  boolean isYes();

  void setYes(boolean value);
}
