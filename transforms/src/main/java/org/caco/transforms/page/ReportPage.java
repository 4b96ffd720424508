package org.caco.transforms.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.caco.transforms.report.OutputDirectory;

/**
 * The report of a run as one HTML file, {@code report/index.html}, that needs no network: the
 * funnel, the reasons for rejection with examples, a sample of rows with where they come from,
 * distributions, a map of the problems, what models cost and took, decontamination and calibration.
 *
 * <p>What models and seeds have written is data in it, never markup or program: it stands in a
 * block of JSON in which each {@code <} is escaped, and the page's script makes nodes of text of
 * it. Its content security policy lets nothing run or be fetched but the script and the style that
 * are in it, known by their hashes, and has the browser refuse to make markup of texts.
 *
 * <p>Everything in it is the same on every runner and each replay, but for the parts of the summary
 * that say how long models took and what was paid, and for {@code seconds}.
 *
 * @param command the run's
 * @param summary the content of {@code report/summary.json}
 * @param facts the content of {@code report/dataset.json}; an empty object for a run that makes no
 *     rows
 * @param sample the content of {@code report/sample.json}, see {@link WriteReportSample}
 * @param options that determine the results, without names of files
 * @param seconds that each step took, summed over its threads
 */
public record ReportPage(
    String command,
    JsonNode summary,
    JsonNode facts,
    JsonNode sample,
    SortedMap<String, String> options,
    SortedMap<String, Double> seconds) {
  private static final String FILE = "index.html";
  private static final Pattern HOLE = BoundedPattern.of("\\{\\{([a-z]{1,10})}}");
  private static final List<String> SCRIPTS =
      List.of("nodes.js", "charts.js", "funnel.js", "records.js", "figures.js", "page.js");

  /**
   * Writes the page of a run that is over, whose graph has written a sample.
   *
   * @param directory the output folder of the run
   * @throws IllegalStateException if the folder has no report
   */
  public static void write(
      String directory,
      String command,
      SortedMap<String, String> options,
      SortedMap<String, Double> seconds)
      throws IOException {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    ReportPage page =
        new ReportPage(
            command,
            OutputDirectory.summary(directory),
            PageFile.read(directory, "dataset.json").orElse(none),
            PageFile.read(directory, WriteReportSample.FILE).orElse(none),
            options,
            seconds);
    PageFile.write(directory, FILE, "text/html", page.render());
  }

  /** The whole file. */
  public String render() {
    String script =
        "\"use strict\";\n(() => {\n"
            + String.join("\n", SCRIPTS.stream().map(ReportPage::resource).toList())
            + "})();\n";
    String style = resource("page.css");
    String policy =
        "default-src 'none'; script-src '"
            + hash(script)
            + "'; style-src '"
            + hash(style)
            + "'; img-src data:; base-uri 'none'; form-action 'none';"
            + " require-trusted-types-for 'script'";
    Map<String, String> parts =
        Map.of(
            "policy",
            policy,
            "style",
            style,
            "script",
            script,
            "data",
            PageFile.line(data()).replace("<", "\\u003c"));
    Matcher hole = HOLE.matcher(resource("page.html"));
    StringBuilder html = new StringBuilder();
    while (hole.find()) {
      String part =
          Optional.ofNullable(parts.get(hole.group(1)))
              .orElseThrow(() -> new IllegalStateException("nothing fills " + hole.group()));
      hole.appendReplacement(html, Matcher.quoteReplacement(part));
    }
    return hole.appendTail(html).toString();
  }

  private ObjectNode data() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("command", command);
    for (String part : new String[] {"steps", "totals", "calibration"}) {
      if (summary.has(part)) {
        data.set(part, summary.get(part));
      }
    }
    benchmarks(data);
    models(data.putArray("models"));
    sources(data.putArray("sources"));
    ObjectNode about = data.putObject("facts");
    for (Map.Entry<String, JsonNode> fact : facts.properties()) {
      // The sample's first row is this one.
      if (!fact.getKey().equals("sample")) {
        about.set(fact.getKey(), fact.getValue());
      }
    }
    data.set("sample", sample);
    data.set("map", ProblemMap.of(sample.path("rows")));
    ObjectNode given = data.putObject("options");
    options.forEach(given::put);
    ObjectNode took = data.putObject("seconds");
    seconds.forEach(took::put);
    return data;
  }

  /** By the names of their files: folders of this machine are nobody's business. */
  private void benchmarks(ObjectNode data) {
    ArrayNode benchmarks = data.putArray("benchmarks");
    for (Map.Entry<String, JsonNode> benchmark : summary.path("benchmarks").properties()) {
      String name = benchmark.getKey();
      ObjectNode one = benchmarks.addObject();
      one.put("name", name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
      one.setAll((ObjectNode) benchmark.getValue());
    }
  }

  /** Without the endpoints, which name machines. */
  private void models(ArrayNode models) {
    for (JsonNode model : summary.path("models")) {
      ObjectNode shown = model.deepCopy();
      shown.remove("endpoints");
      models.add(shown);
    }
  }

  private void sources(ArrayNode sources) {
    for (JsonNode source : summary.path("sources")) {
      ObjectNode one = sources.addObject();
      for (String field : new String[] {"data_set", "split", "license", "domain"}) {
        one.set(field, source.path(field));
      }
      JsonNode steps = source.path("steps");
      one.put("in", steps.path(0).path("in").asLong());
      one.put("accepted", steps.path(steps.size() - 1).path("accepted").asLong());
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
