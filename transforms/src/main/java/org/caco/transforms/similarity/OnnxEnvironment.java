package org.caco.transforms.similarity;

import ai.onnxruntime.OrtEnvironment;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's environment, of which there is one in a class loader.
 *
 * <p>The library closes it by a shutdown hook, which holds the class loader, and with it all
 * classes of a job, for as long as the JVM lives. The hook is taken away here, and run when the
 * last user closes the environment. That needs {@code --add-opens java.base/java.lang=ALL-UNNAMED},
 * which Flink's own configuration gives its processes; elsewhere the hook stays.
 */
final class OnnxEnvironment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxEnvironment.class);

  private static final Object LOCK = new Object();

  @GuardedBy("LOCK")
  private static int users;

  @GuardedBy("LOCK")
  private static @Nullable Runnable hook;

  private final OrtEnvironment environment;

  private OnnxEnvironment(OrtEnvironment environment) {
    this.environment = environment;
  }

  static OnnxEnvironment open() {
    synchronized (LOCK) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      if (hook == null) {
        hook = takeHook();
      }
      users++;
      return new OnnxEnvironment(environment);
    }
  }

  OrtEnvironment get() {
    return environment;
  }

  private static @Nullable Runnable takeHook() {
    try {
      Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      hooks.setAccessible(true);
      Field target = Thread.class.getDeclaredField("target");
      target.setAccessible(true);
      Map<?, ?> all = (Map<?, ?>) hooks.get(null);
      for (Object each : all == null ? List.of() : List.copyOf(all.keySet())) {
        Object task = target.get(each);
        boolean ours =
            task != null
                && task.getClass().getName().startsWith(OrtEnvironment.class.getName())
                && task.getClass().getClassLoader() == OrtEnvironment.class.getClassLoader();
        if (ours && each instanceof Thread thread) {
          return Runtime.getRuntime().removeShutdownHook(thread) ? thread : null;
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("The shutdown hook of ONNX Runtime stays", e);
    }
    return null;
  }

  /** Closes the environment with its last user, if that can be done before the JVM ends. */
  @Override
  public void close() {
    synchronized (LOCK) {
      users--;
      if (users > 0 || hook == null) {
        return;
      }
      try {
        // The next user must not get the one that is closed.
        Field instance = OrtEnvironment.class.getDeclaredField("INSTANCE");
        instance.setAccessible(true);
        instance.set(null, null);
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.debug("ONNX Runtime's environment stays open", e);
        return;
      }
      // On this thread: it closes the environment.
      hook.run();
      hook = null;
    }
  }
}
