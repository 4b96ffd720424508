package org.caco.transforms.export;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;

/**
 * A sample as protobuf's JSON form, with the field names of {@code records.proto}: how one pipeline
 * hands its samples to the next. {@link ReadSamples} reads it back.
 */
public final class SampleRow {
  private SampleRow() {}

  /** All of {@code sample} on one line. */
  public static String toJson(Sample sample) {
    return Json.line(sample);
  }

  /**
   * The sample that {@link #toJson} wrote.
   *
   * @throws RejectedException for the reasons that {@link ReadSamples} lists
   */
  public static Sample parse(String line) {
    Sample.Builder sample = Sample.newBuilder();
    try {
      JsonFormat.parser().merge(line, sample);
    } catch (InvalidProtocolBufferException e) {
      throw new RejectedException("invalid_sample", String.valueOf(e.getMessage()));
    }
    require("id", sample.getId());
    require("program.code", sample.getProgram().getCode());
    return sample.build();
  }

  private static void require(String field, String value) {
    if (value.isEmpty()) {
      throw new RejectedException("missing_field", "field " + field + ": it is missing");
    }
  }
}
