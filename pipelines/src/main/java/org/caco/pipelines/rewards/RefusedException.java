package org.caco.pipelines.rewards;

/** A request that is answered by an error. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String field;

  private RefusedException(int status, String field, String message) {
    super(message, null, false, false);
    this.status = status;
    this.field = field;
  }

  /** One that names the field that is wrong; its message is a phrase that follows the name. */
  static RefusedException field(String field, String problem) {
    return new RefusedException(400, field, field + " " + problem);
  }

  static RefusedException missing(String field, String message) {
    return new RefusedException(404, field, message);
  }

  static RefusedException of(int status, String message) {
    return new RefusedException(status, "", message);
  }

  /** One that is to be asked again later. */
  static RefusedException full() {
    return of(429, "the queue is full; ask again later");
  }

  Answer answer() {
    return Answer.error(status, field, String.valueOf(getMessage()));
  }
}
