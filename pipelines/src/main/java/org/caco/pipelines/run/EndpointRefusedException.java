package org.caco.pipelines.run;

/** An endpoint has refused whatever it was asked, and ended the run; its report is written. */
public final class EndpointRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EndpointRefusedException(String message) {
    super(message);
  }
}
