package org.caco.pipelines.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.ExportOptions;
import org.caco.pipelines.run.Formats;

/** The {@code export} command: a run's rows in the formats of trainers. */
final class Export {
  private Export() {}

  static void run(ExportOptions options, PrintStream out) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Map<String, Long> files = Formats.write(options);
    if (options.isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      files.forEach(json.putObject("files")::put);
      out.println(json);
      return;
    }
    files.forEach(
        (file, rows) -> out.println(String.format(Locale.ROOT, "%,10d rows in %s", rows, file)));
  }
}
