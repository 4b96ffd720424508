package org.caco.pipelines.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Seeds to try commands with. */
public final class BundledSeeds {
  private static final String RESOURCE = "/org/caco/pipelines/demo-seeds.jsonl";
  private static final String FILE = "demo-seeds.jsonl";

  private BundledSeeds() {}

  /** Writes them into a folder that is there, and returns their file. */
  public static Path unpack(Path folder) {
    Path file = folder.resolve(FILE);
    try (InputStream in = BundledSeeds.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no seeds are bundled at " + RESOURCE);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled seeds cannot be written to " + file, e);
    }
  }
}
