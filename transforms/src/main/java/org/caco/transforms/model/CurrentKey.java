package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The key of a client, as it is now. It is read again when somebody begins to use the client, while
 * it is missing, and when a server has refused it, but not more often than every {@link #PAUSE}: a
 * key may be written or replaced while workers live. Safe for threads.
 */
final class CurrentKey {
  static final Duration PAUSE = Duration.ofSeconds(2);

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final ApiKey place;

  @GuardedBy("this")
  private Credentials key = Credentials.NONE;

  @GuardedBy("this")
  private @Nullable CallFailure failure;

  @GuardedBy("this")
  private long lastRead;

  /** Reads the key, several times where a file system has a bad moment. */
  CurrentKey(ApiKey place) {
    this.place = place;
    read();
    boolean file = place.source() == ApiKey.Source.FILE || !place.headers().isEmpty();
    int tries = file ? TRIES : 1;
    for (int i = 1; i < tries && failure().isPresent(); i++) {
      // The worker would reject all its records for this moment.
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      read();
    }
  }

  /** The key and what goes with it, nothing where there is none. */
  synchronized Credentials get() {
    return key;
  }

  /** Why there is no key although there should be one; looked for again if that is due. */
  synchronized Optional<CallFailure> failure() {
    if (failure != null) {
      readIfDue();
    }
    return Optional.ofNullable(failure);
  }

  /** Whether there is another key now than one that was refused. */
  synchronized boolean isOtherThan(Credentials refused) {
    if (key.equals(refused)) {
      readIfDue();
    }
    return failure == null && !key.equals(refused);
  }

  /** Reads the key again if that is due. */
  synchronized void readIfDue() {
    if (System.nanoTime() - lastRead >= PAUSE.toNanos()) {
      read();
    }
  }

  private synchronized void read() {
    try {
      key = place.credentials();
      failure = null;
    } catch (IOException e) {
      key = Credentials.NONE;
      failure = CallFailure.permanent("key_missing", String.valueOf(e.getMessage()));
    }
    lastRead = System.nanoTime();
  }
}
