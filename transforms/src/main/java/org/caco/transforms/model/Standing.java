package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the servers of one model have shown of themselves: whether one of their answers was ever of
 * use, and what they do not take. Until one was, a server is given few calls, and after {@value
 * #ENOUGH} in a row that it has denied, none: a wrong key must not cost a call for each record. One
 * that has worked is given up only where it says {@value #EXHAUSTED} times in a row that the
 * account has nothing left. Safe for threads.
 */
final class Standing {
  /** Denials in a row after which a server that has never worked is given up. */
  static final int ENOUGH = 3;

  /** Calls that a server may have had or have under way until one of them has worked. */
  static final int AT_FIRST = 4;

  /** Answers in a row, of a server that has worked, that say that nothing is left. */
  static final int EXHAUSTED = 30;

  /** What one server has shown. */
  private static final class Shown {
    private boolean worked;
    private int underWay;
    private int denied;
    private int exhausted;
    private Adaptation adaptation = Adaptation.NONE;
  }

  @GuardedBy("this")
  private final Map<Endpoint, Shown> shown = new HashMap<>();

  @GuardedBy("this")
  private Optional<Verdict> verdict = Optional.empty();

  private final boolean sound;
  private volatile boolean worked;

  /**
   * Why nothing is asked any more.
   *
   * @param failure of the calls that are not made
   * @param key that was refused
   */
  record Verdict(CallFailure failure, Credentials key) {}

  /**
   * @param sound whether it needs to show nothing, as the embedded model's
   */
  Standing(boolean sound) {
    this.sound = sound;
    worked = sound;
  }

  /** Whether some server has worked. */
  boolean hasWorked() {
    return worked;
  }

  /** Whether an endpoint may have a call now; one that may not waits for an answer. */
  synchronized boolean mayTry(Endpoint endpoint) {
    Shown of = shown.get(endpoint);
    return sound || of == null || of.worked || of.denied + of.underWay < AT_FIRST;
  }

  synchronized void began(Endpoint endpoint) {
    of(endpoint).underWay++;
  }

  synchronized void ended(Endpoint endpoint) {
    of(endpoint).underWay--;
  }

  /**
   * Takes note that an endpoint has given an answer of use.
   *
   * @param adaptation what it was not told, or by another name
   */
  synchronized void worked(Endpoint endpoint, Adaptation adaptation) {
    Shown of = of(endpoint);
    of.worked = true;
    of.denied = 0;
    of.exhausted = 0;
    of.adaptation = of.adaptation.and(adaptation);
    worked = true;
  }

  /**
   * Takes note that an endpoint has denied a call.
   *
   * @param failure what becomes of the calls that are not made if it is the last one
   * @param key that the call had
   * @return whether nothing is to be asked any more
   */
  synchronized boolean denied(
      Endpoint endpoint, Denial.Kind kind, CallFailure failure, Credentials key) {
    Shown of = of(endpoint);
    of.denied++;
    of.exhausted = kind == Denial.Kind.CREDIT ? of.exhausted + 1 : 0;
    if (verdict.isEmpty() && (of.worked ? of.exhausted >= EXHAUSTED : of.denied >= ENOUGH)) {
      verdict = Optional.of(new Verdict(failure, key));
    }
    return verdict.isPresent();
  }

  synchronized Optional<Verdict> verdict() {
    return verdict;
  }

  /** Begins anew, as with another key. */
  synchronized void forgive() {
    verdict = Optional.empty();
    shown.values().forEach(of -> of.denied = 0);
  }

  /** What an endpoint is not told, or by another name. */
  synchronized Adaptation adaptation(Endpoint endpoint) {
    Shown of = shown.get(endpoint);
    return of == null ? Adaptation.NONE : of.adaptation;
  }

  @GuardedBy("this")
  private Shown of(Endpoint endpoint) {
    return shown.computeIfAbsent(endpoint, unused -> new Shown());
  }
}
