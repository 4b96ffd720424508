package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code show}. */
@Group(title = "Rows", order = 10)
public interface ShowOptions extends JsonOptions {
  @Description("Output folder of a run, which may still be going on elsewhere.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1)
  String getRun();

  void setRun(String value);

  @Description("Show what this step rejected, such as CheckConsistency, and not the dataset.")
  @Decides(Kind.RUN)
  @Shown(order = 2, byDefault = "the dataset's rows")
  @Nullable String getStep();

  void setStep(@Nullable String value);

  @Description("Show what was rejected for this reason, such as answer_disagrees.")
  @Decides(Kind.RUN)
  @Shown(order = 3, byDefault = "the dataset's rows")
  @Nullable String getReason();

  void setReason(@Nullable String value);

  @Description("Show rows that have this text in one of their texts, in small letters or capitals.")
  @Decides(Kind.RUN)
  @Shown(order = 4, byDefault = "all rows")
  @Nullable String getGrep();

  void setGrep(@Nullable String value);

  @Description("Show at most this many rows.")
  @Default.Integer(10)
  @Decides(Kind.RUN)
  @Shown(order = 5)
  int getLimit();

  void setLimit(int value);
}
