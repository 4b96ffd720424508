package org.caco.transforms.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.transforms.lines.OpenFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Beam's file systems for S3 and Azure do otherwise than those for local files. */
final class StoreFilesTest {
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();
  private static final String HASH = "0123456789abcdef0123456789abcdef";
  private static final byte[] RESPONSE = "a response".getBytes(UTF_8);

  private final String directory = "closed://store/" + DIRECTORIES.incrementAndGet() + "/";

  @BeforeAll
  static void register() {
    ClosedFiles.register();
  }

  @AfterEach
  void removeFiles() {
    ClosedFiles.removeHook(directory);
    ClosedFiles.under(directory).clear();
  }

  /** S3 then says that there are none, and Azure throws. */
  @Test
  void aListingThatMeetsAFileBeingDeletedHasAllOthers() throws IOException {
    try (Journal journal = Journal.open(directory)) {
      journal.append(HASH, RESPONSE);
      journal.flush();
    }
    AtomicInteger listings = new AtomicInteger();
    ClosedFiles.setHook(
        directory,
        (operation, file) -> {
          if (operation.equals("list")) {
            switch (listings.getAndIncrement()) {
              case 0 -> throw new FileNotFoundException("gone");
              case 1 -> throw new IllegalStateException("gone");
              default -> {
                // There at last.
              }
            }
          }
        });

    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.find(HASH)).isPresent();
    }
  }

  /** What S3's client throws is no IOException, which those who open files go by. */
  @Test
  void aFileThatIsNotThereIsToldInOneWay() {
    ClosedFiles.setHook(
        directory,
        (operation, file) -> {
          if (operation.equals("open")) {
            throw new IllegalStateException("null (Service: S3, Status Code: 404, Request ID: x)");
          }
        });

    assertThatThrownBy(
            () -> OpenFile.channel(FileSystems.matchNewResource(directory + "run.json", false)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(directory + "run.json");
  }

  @Test
  @Timeout(20)
  void aFileThatGivesNothingMoreEnds() throws IOException {
    ResourceId file = FileSystems.matchNewResource(ClosedFiles.ENDLESS + "claims", false);
    try (WritableByteChannel channel = FileSystems.create(file, "text/plain")) {
      channel.write(ByteBuffer.wrap(RESPONSE));
    }

    try (InputStream in = OpenFile.stream(file)) {
      assertThat(in.readAllBytes()).isEqualTo(RESPONSE);
    }
  }
}
