package org.caco.pipelines.graph;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.caco.pipelines.options.UsageException;
import org.jspecify.annotations.Nullable;

/** Options that have a value for each of several judges. */
final class Judges {
  private Judges() {}

  /** An option's value for each of the models: one for all of them, or each one's own. */
  static List<@Nullable String> each(
      String option, @Nullable String value, List<@Nullable String> models) {
    List<@Nullable String> values = parts(option, value, ";");
    if (values.size() == 1) {
      return Collections.nCopies(models.size(), values.get(0));
    }
    if (values.size() != models.size()) {
      throw new UsageException(
          "--"
              + option
              + " has values for "
              + values.size()
              + " models, and --judgeModel names "
              + models.size()
              + ": give as many, or one for all of them.");
    }
    return values;
  }

  /** What separators part an option's value into; one null where the option is not set. */
  static List<@Nullable String> parts(String option, @Nullable String value, String separator) {
    if (value == null) {
      return Collections.singletonList(null);
    }
    List<@Nullable String> parts =
        Stream.<@Nullable String>of(value.split(separator, -1)).map(String::strip).toList();
    if (parts.contains("")) {
      throw new UsageException("--" + option + "=" + value + " has an empty entry.");
    }
    return parts;
  }
}
