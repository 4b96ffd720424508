package org.caco.runners.direct;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.runners.direct.DirectRunner.DirectPipelineResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of Beam's Direct runner, with pauses for its driver: the task that looks for what can
 * be worked on next, and that submits itself again when it has looked. With nothing to find, for
 * all bundles wait for a model, it would look without end and keep a core busy. Here it looks again
 * as soon as a bundle is done, and otherwise every {@value #PAUSE_MILLIS} ms, since timers are its
 * business too.
 */
final class PausingExecutor extends AbstractExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger(PausingExecutor.class);

  private static final long PAUSE_MILLIS = 20;

  /** How often the driver looks before a pause: one look makes the next find something. */
  private static final int LOOKS = 8;

  private final ExecutorService workers;
  private final Class<?> driverOwner;
  private final AtomicLong done = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> pausing = new AtomicReference<>();
  private final AtomicLong pauses = new AtomicLong();

  // Of the driver, which never runs twice at once.
  private volatile long doneBefore;
  private volatile int looks;

  PausingExecutor(ExecutorService workers, Class<?> driverOwner) {
    this.workers = workers;
    this.driverOwner = driverOwner;
  }

  /**
   * Gives the runner's executor of {@code result} pauses. Beam has no option for it, so its private
   * fields are set; a version of Beam that names them otherwise runs without pauses.
   *
   * @return what the runner works with from now on, or null where it runs without pauses
   */
  static @Nullable PausingExecutor install(DirectPipelineResult result) {
    try {
      Object runner = field(DirectPipelineResult.class, "executor").get(result);
      Field threads = field(runner.getClass(), "executorService");
      PausingExecutor pausing =
          new PausingExecutor((ExecutorService) threads.get(runner), runner.getClass());
      Field parallel = field(runner.getClass(), "parallelExecutorService");
      Method wrap =
          Class.forName(runner.getClass().getPackageName() + ".TransformExecutorServices")
              .getDeclaredMethod("parallel", ExecutorService.class);
      wrap.setAccessible(true);
      parallel.set(runner, wrap.invoke(null, pausing));
      threads.set(runner, pausing);
      return pausing;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("This version of Beam's Direct runner keeps a core busy while all wait", e);
      return null;
    }
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** How often the driver has paused. */
  long pauses() {
    return pauses.get();
  }

  @Override
  public Future<?> submit(Runnable task) {
    if (task.getClass().getEnclosingClass() == driverOwner) {
      lookAgain(task);
      return CompletableFuture.completedFuture(null);
    }
    return workers.submit(() -> work(task));
  }

  @Override
  public void execute(Runnable task) {
    workers.execute(() -> work(task));
  }

  private void work(Runnable task) {
    try {
      task.run();
    } finally {
      done.incrementAndGet();
      wake();
    }
  }

  private void lookAgain(Runnable driver) {
    long now = done.get();
    looks = now == doneBefore ? looks + 1 : 0;
    doneBefore = now;
    if (looks < LOOKS) {
      workers.execute(driver);
      return;
    }
    pauses.incrementAndGet();
    pausing.set(driver);
    if (done.get() == now) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, workers)
          .execute(this::wake);
    } else {
      wake();
    }
  }

  private void wake() {
    Runnable driver = pausing.getAndSet(null);
    if (driver == null) {
      return;
    }
    try {
      workers.execute(driver);
    } catch (RejectedExecutionException e) {
      LOG.debug("The pipeline has ended meanwhile", e);
    }
  }

  @Override
  public void shutdown() {
    workers.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return workers.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return workers.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return workers.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return workers.awaitTermination(timeout, unit);
  }
}
