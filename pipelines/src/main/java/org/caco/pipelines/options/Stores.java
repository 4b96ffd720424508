package org.caco.pipelines.options;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.transforms.lines.FileGlobs;

/** Says of paths in object stores, before anything looks there, what a build or machine lacks. */
public final class Stores {
  private record Store(String name, String registrar) {}

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://");
  private static final Store AZURE = new Store("azure", "org.caco.stores.azure.AzureRegistrar");

  /** By scheme, those that a build has on request. */
  private static final Map<String, Store> OPTIONAL =
      Map.of(
          "s3", new Store("s3", "org.caco.stores.s3.S3Registrar"),
          "azfs", AZURE,
          "hdfs", new Store("hdfs", "org.caco.stores.hdfs.HdfsRegistrar"));

  /** Of Azure, which FileGlobs could not read. */
  private static final List<String> OTHER_NAMES =
      List.of("az", "abfs", "abfss", "wasb", "wasbs", "adl");

  private static final String AZURE_KEY = "AZURE_STORAGE_CONNECTION_STRING";

  private Stores() {}

  /**
   * Checks that the program has a file system for a path.
   *
   * @param path as {@link FileGlobs#absolute} gives it
   * @throws UsageException naming the option and what to do
   */
  static void check(String option, String path) {
    Matcher matcher = SCHEME.matcher(path);
    if (!matcher.find()) {
      return;
    }
    String scheme = matcher.group(1);
    if (OTHER_NAMES.contains(scheme)) {
      throw new UsageException(
          "--" + option + ": write '" + path + "' as azfs://ACCOUNT/CONTAINER/PATH.");
    }
    Store store = OPTIONAL.get(scheme);
    if (store != null && !isThere(store.registrar())) {
      throw new UsageException(
          "--"
              + option
              + ": this build has no file system for "
              + scheme
              + ":// paths: make it by runners/caco package --stores="
              + store.name()
              + ", or start runners/caco, which builds with the stores that its options name.");
    }
    if (AZURE.equals(store) && System.getenv(AZURE_KEY) == null) {
      throw new UsageException(
          "--"
              + option
              + ": azfs:// paths need "
              + AZURE_KEY
              + " in the environment, here and on each worker.");
    }
  }

  private static boolean isThere(String registrar) {
    try {
      Class.forName(registrar, false, Stores.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What no object store can promise of an output folder; empty for a local one. */
  public static Optional<String> warning(String output) {
    return output.isBlank() || FileGlobs.isLocal(output)
        ? Optional.empty()
        : Optional.of(
            "Nothing keeps a second run out of "
                + output
                + ", for a store has no locks that end with a process: see that no other run writes"
                + " there.");
  }
}
