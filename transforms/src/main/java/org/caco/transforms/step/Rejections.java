package org.caco.transforms.step;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CancellationException;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.jspecify.annotations.Nullable;

/** Makes rejections of records. */
public final class Rejections {
  /** The reason for a record on which a step's own code failed; it is a bug worth reporting. */
  public static final String INTERNAL_ERROR = "internal_error";

  /** Characters of evidence that are kept. */
  public static final int MAX_EVIDENCE = 2_000;

  private Rejections() {}

  /**
   * The rejection of {@code record} by {@code step}.
   *
   * @param record a {@link Seed}, a {@link Sample}, or anything else, which is kept as text
   */
  public static Rejection of(String step, String reason, @Nullable String evidence, Object record) {
    Rejection.Builder rejection =
        Rejection.newBuilder().setStep(step).setReason(reason).setEvidence(cut(evidence));
    if (record instanceof Seed seed) {
      rejection.setSeed(seed);
      if (seed.hasLocation()) {
        rejection.setLocation(seed.getLocation());
      }
    } else if (record instanceof Sample sample) {
      rejection.setSample(sample);
      if (sample.getSeed().hasLocation()) {
        rejection.setLocation(sample.getSeed().getLocation());
      }
    } else {
      rejection.setLine(cut(String.valueOf(record)));
    }
    return rejection.build();
  }

  /**
   * The rejection of a record on which a step's code threw {@code failure}.
   *
   * @throws RuntimeException if the failure is none of the record's, but of the machine or the
   *     bundle: no program can be isolated here, or the bundle is cancelled. It fails the bundle,
   *     and the runner tries that again
   */
  public static Rejection of(String step, Throwable failure, Object record) {
    throwUnlessOfRecord(failure);
    if (failure instanceof RejectedException rejected) {
      return of(step, rejected.reason(), rejected.evidence(), rejected.recordOr(record));
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return of(step, INTERNAL_ERROR, trace.toString(), record);
  }

  private static void throwUnlessOfRecord(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SandboxUnavailableException unavailable) {
        throw unavailable;
      }
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the bundle is cancelled");
      }
    }
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "";
    }
    if (text.length() <= MAX_EVIDENCE) {
      return text;
    }
    // Never between the two halves of a surrogate pair: protobuf refuses such text.
    int end = Character.isHighSurrogate(text.charAt(MAX_EVIDENCE - 1)) ? 1 : 0;
    return text.substring(0, MAX_EVIDENCE - end) + "... (" + text.length() + " characters)";
  }
}
