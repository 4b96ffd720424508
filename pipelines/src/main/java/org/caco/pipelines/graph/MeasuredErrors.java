package org.caco.pipelines.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.caco.pipelines.options.CalibrationOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.report.Funnel;

/** The error rates of the checks that {@code calibrate} has measured, as a part of a report. */
public final class MeasuredErrors {
  /** The field of a report that holds them. */
  public static final String FIELD = "calibration";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_KIND = 40;

  private MeasuredErrors() {}

  /**
   * Puts those that the options name, if they name any, into the report.
   *
   * @throws UsageException if they cannot be read
   */
  static void attach(CalibrationOptions options, Funnel funnel) {
    String path = options.getCalibration();
    if (path == null) {
      return;
    }
    try (InputStream in = FileGlobs.open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("it is longer than " + MAX_BYTES + " bytes");
      }
      funnel.attach(FIELD, parse(new String(bytes, UTF_8)).toString());
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--calibration=" + path + ": " + e.getMessage() + ".", e);
    }
  }

  /** One sentence about them. */
  public static String describe(JsonNode json) {
    String worst = "";
    double most = -1;
    for (Map.Entry<String, JsonNode> kind : json.path("planted").properties()) {
      double share = kind.getValue().path("share").asDouble();
      if (share > most) {
        most = share;
        worst = kind.getKey();
      }
    }
    return String.format(
        Locale.ROOT,
        "The checks, as calibrated with %,d right items: of no kind of planted mistake more than"
            + " %.2f%% gets through (%s), and %.2f%% of the right items are lost.",
        json.at("/right/items").asLong(),
        100 * most,
        worst.length() > MAX_KIND ? worst.substring(0, MAX_KIND) : worst,
        100 * json.at("/right/share").asDouble());
  }

  private static JsonNode parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
    if (!json.at("/right/share").isNumber() || !json.path("planted").isObject()) {
      throw new IllegalArgumentException("caco calibrate did not write it");
    }
    return json;
  }
}
