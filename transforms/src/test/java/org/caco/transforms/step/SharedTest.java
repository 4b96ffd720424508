package org.caco.transforms.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.caco.transforms.step.Shared.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  private final class Resource implements AutoCloseable {
    private Resource() {
      opened.incrementAndGet();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void usersOfOneKeyShareOneResource() {
    Shared<String, Resource> shared = Shared.closing("test");
    try (Lease<Resource> one = shared.acquire("key", Resource::new);
        Lease<Resource> same = shared.acquire("key", Resource::new);
        Lease<Resource> other = shared.acquire("other", Resource::new)) {
      assertThat(same.get()).isSameAs(one.get()).isNotSameAs(other.get());
    }
  }

  @Test
  void theLastUserClosesIt() {
    Shared<String, Resource> shared = Shared.closing("test");
    Lease<Resource> one = shared.acquire("key", Resource::new);
    Lease<Resource> same = shared.acquire("key", Resource::new);
    one.close();
    // Giving it back twice is giving it back once.
    one.close();
    assertThat(closed.getCount()).isOne();
    same.close();
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void anOpeningThatFailsIsTriedAgainByTheNext() {
    Shared<String, Resource> shared = Shared.closing("test");
    assertThatThrownBy(
            () ->
                shared.acquire(
                    "key",
                    () -> {
                      throw new IllegalStateException("not now");
                    }))
        .hasMessage("not now");
    try (Lease<Resource> lease = shared.acquire("key", Resource::new)) {
      assertThat(lease.get()).isNotNull();
    }
  }

  @Test
  void whileOneOpensOthersWaitForItAndOtherKeysDoNot() throws Exception {
    Shared<String, Resource> shared = Shared.closing("test");
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    List<CompletableFuture<Resource>> users = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      users.add(
          CompletableFuture.supplyAsync(
              () ->
                  shared
                      .acquire(
                          "slow",
                          () -> {
                            opening.countDown();
                            await(open);
                            return new Resource();
                          })
                      .get(),
              task -> new Thread(task).start()));
    }
    opening.await();
    shared.acquire("other", Resource::new).close();
    open.countDown();
    assertThat(users.get(0).get()).isSameAs(users.get(1).get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLingeringOneIsFoundAgainAndThenGoesWithItsThread() throws Exception {
    Shared<String, Resource> shared = Shared.lingering("test-lingering");
    shared.acquire("key", Resource::new).close();
    shared.acquire("key", Resource::new).close();
    assertThat(opened).hasValue(1);
    closed.await();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("caco-test-lingering")) {
        thread.join();
      }
    }
    shared.acquire("key", Resource::new).close();
    assertThat(opened).hasValue(2);
  }

  @Test
  void aRememberedOneNeedsNoThread() {
    Shared<String, Resource> shared = Shared.remembering("test-remembering", Duration.ofDays(1));
    shared.acquire("key", Resource::new).close();
    shared.acquire("key", Resource::new).close();
    assertThat(opened).hasValue(1);
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .doesNotContain("caco-test-remembering");
  }
}
