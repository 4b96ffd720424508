package org.caco.sandbox;

import java.util.concurrent.ExecutionException;

/** Waits that an interrupt does not cut short: they are bounded, and half a run is no result. */
final class Waiting {
  private Waiting() {}

  interface Wait<T> {
    T get() throws InterruptedException, ExecutionException;
  }

  /** The result; an interrupt that came meanwhile is kept for the caller. */
  static <T> T uninterrupted(Wait<T> wait) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
