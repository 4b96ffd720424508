package org.caco.transforms.step;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources that the DoFns of a JVM share: one for each key, opened for the first user and closed
 * after the last. A DoFn acquires a lease in {@code @Setup} and closes it in {@code @Teardown}.
 *
 * <pre>{@code
 * private static final Shared<SandboxConfig, Sandbox> SANDBOXES = Shared.lingering("sandboxes");
 *
 * Lease<Sandbox> lease = SANDBOXES.acquire(config, () -> Sandbox.open(config));
 * lease.get().run(snippet);
 * lease.close();
 * }</pre>
 *
 * <p>The key has to tell apart all that makes a difference. One user opens, without a lock, and the
 * others wait for it; an opening that fails fails for those who wait, and the next user tries
 * again. Safe for threads. Once nothing is open there is no thread, and nothing keeps the class
 * loader.
 *
 * @param <K> the type of keys
 * @param <V> the type of resources; those that are {@link AutoCloseable} are closed
 */
public final class Shared<K, V> {
  /** How long {@link #lingering} resources are kept without a user. */
  public static final Duration LINGER = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Shared.class);

  private final String name;
  private final Duration linger;
  private final boolean sweeps;

  @GuardedBy("this")
  private final Map<K, Entry<V>> entries = new HashMap<>();

  @GuardedBy("this")
  private boolean sweeping;

  private static final class Entry<V> {
    private final CompletableFuture<V> opened = new CompletableFuture<>();
    // Under the lock of the Shared that it is in.
    private int users;
    private long unusedSince;
  }

  private Shared(String name, Duration linger, boolean sweeps) {
    this.name = name;
    this.linger = linger;
    this.sweeps = sweeps;
  }

  /** Resources that are closed with their last lease, on the thread that closes it. */
  public static <K, V> Shared<K, V> closing(String name) {
    return new Shared<>(name, Duration.ZERO, false);
  }

  /**
   * Resources that are closed {@link #LINGER} after their last lease, so that the next step of a
   * job, or a bundle that is tried again, finds what takes long to open.
   *
   * @param name of the thread that closes them, which is there only while something waits for it
   */
  public static <K, V> Shared<K, V> lingering(String name) {
    return new Shared<>(name, LINGER, true);
  }

  /**
   * Resources of a few bytes that are kept so long after their last lease, and closed when another
   * is acquired after that: no thread waits for it.
   */
  public static <K, V> Shared<K, V> remembering(String name, Duration duration) {
    return new Shared<>(name, duration, false);
  }

  /** The right to use a resource. */
  public static final class Lease<V> implements AutoCloseable {
    private final V value;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(V value, Runnable release) {
      this.value = value;
      this.release = release;
    }

    /** The resource; not to be used any more once the lease is closed. */
    public V get() {
      return value;
    }

    /** Gives it back; a second call does nothing. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release.run();
      }
    }
  }

  /**
   * The resource of {@code key}, opened if there is none.
   *
   * @throws RuntimeException what {@code opener} throws
   * @throws CancellationException if the thread is interrupted while another one opens it
   */
  public Lease<V> acquire(K key, Supplier<V> opener) {
    if (!sweeps) {
      due().forEach(this::close);
    }
    Entry<V> entry;
    boolean first;
    synchronized (this) {
      first = !entries.containsKey(key);
      entry = entries.computeIfAbsent(key, absent -> new Entry<>());
      entry.users++;
    }
    if (first) {
      open(key, entry, opener);
    }
    try {
      return new Lease<>(entry.opened.get(), () -> release(key, entry));
    } catch (InterruptedException e) {
      release(key, entry);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while one of the " + name + " is opened");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private void open(K key, Entry<V> entry, Supplier<V> opener) {
    try {
      entry.opened.complete(opener.get());
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        entries.remove(key);
      }
      entry.opened.completeExceptionally(e);
    }
  }

  private void release(K key, Entry<V> entry) {
    synchronized (this) {
      entry.users--;
      entry.unusedSince = System.nanoTime();
      // One that could not be opened is gone already.
      if (entry.users > 0 || entries.get(key) != entry) {
        return;
      }
      if (sweeps && !sweeping) {
        sweeping = true;
        Thread sweeper = new Thread(this::sweep, "caco-" + name);
        sweeper.setDaemon(true);
        sweeper.start();
      }
    }
    if (!sweeps) {
      due().forEach(this::close);
    }
  }

  /** Takes out what nobody has used for long enough. */
  private synchronized List<V> due() {
    long now = System.nanoTime();
    List<V> due = new ArrayList<>();
    entries
        .values()
        .removeIf(
            entry -> {
              boolean over = entry.users == 0 && now - entry.unusedSince >= linger.toNanos();
              if (over) {
                due.add(entry.opened.join());
              }
              return over;
            });
    return due;
  }

  private void sweep() {
    while (awaitUnused()) {
      due().forEach(this::close);
    }
  }

  /** Waits until something is due; false where nothing will be. */
  private synchronized boolean awaitUnused() {
    long nanos = nanosUntilDue();
    while (nanos > 0 && nanos < Long.MAX_VALUE) {
      try {
        // Rounded up, so that it does not wait for nothing.
        wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      } catch (InterruptedException e) {
        // Nobody has a reason to.
        LOG.debug("Waiting for unused {} was interrupted", name, e);
      }
      nanos = nanosUntilDue();
    }
    sweeping = nanos < Long.MAX_VALUE;
    return sweeping;
  }

  private synchronized long nanosUntilDue() {
    long now = System.nanoTime();
    return entries.values().stream()
        .filter(entry -> entry.users == 0)
        .mapToLong(entry -> Math.max(0, entry.unusedSince + linger.toNanos() - now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void close(V resource) {
    try {
      if (resource instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } catch (Exception | LinkageError e) {
      // The next one's turn all the same. A job's class loader may be closed by now.
      LOG.warn("One of the {} cannot be closed", name, e);
    }
  }
}
