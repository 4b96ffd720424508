package org.caco.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file, a folder and two ports of this JVM that nothing but a jail protects from a program.
 *
 * <p>Others on this machine must not be able to make a jail look open: the file lies where nobody
 * can list and under a name that nobody can guess, and what arrives at a port counts only with a
 * secret in it.
 */
final class Bait implements AutoCloseable {
  private static final int SECRET_BYTES = 16;

  /** Strangers may knock at a port; beyond so many nobody counts. */
  private static final int MAX_ARRIVALS = 1000;

  private final String secret;
  private final Path hidden;
  private final Path folder;
  private final Path file;
  private final ServerSocketChannel tcp;
  private final DatagramChannel udp;

  Bait() throws IOException {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    secret = HexFormat.of().formatHex(random);
    // Others may pass through it, but not see what is in it.
    hidden =
        Files.createTempDirectory(
            "caco-sandbox",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    folder = Files.createDirectory(hidden.resolve(secret));
    file = Files.writeString(folder.resolve("bait"), secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx--x--x"));
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    tcp = ServerSocketChannel.open().bind(loopback);
    tcp.configureBlocking(false);
    udp = DatagramChannel.open().bind(loopback);
    udp.configureBlocking(false);
  }

  /** Where a program finds it. */
  Map<String, Object> targets() throws IOException {
    return Map.of(
        "file", file.toString(),
        "folder", folder.toString(),
        "secret", secret,
        "tcp", ((InetSocketAddress) tcp.getLocalAddress()).getPort(),
        "udp", ((InetSocketAddress) udp.getLocalAddress()).getPort());
  }

  boolean isUntouched() throws IOException {
    return Files.readString(file).equals(secret) && filesIn(folder).equals(List.of(file));
  }

  boolean wasReachedByTcp() throws IOException {
    for (int i = 0; i < MAX_ARRIVALS; i++) {
      try (SocketChannel arrived = tcp.accept()) {
        if (arrived == null) {
          return false;
        }
        arrived.configureBlocking(false);
        ByteBuffer sent = ByteBuffer.allocate(secret.length());
        arrived.read(sent);
        if (hasSecret(sent)) {
          return true;
        }
      } catch (IOException e) {
        // A stranger that has gone.
      }
    }
    return false;
  }

  boolean wasReachedByUdp() throws IOException {
    for (int i = 0; i < MAX_ARRIVALS; i++) {
      ByteBuffer sent = ByteBuffer.allocate(secret.length());
      if (udp.receive(sent) == null) {
        return false;
      }
      if (hasSecret(sent)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasSecret(ByteBuffer sent) {
    return StandardCharsets.US_ASCII.decode(sent.flip()).toString().equals(secret);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
    for (Path left : filesIn(folder)) {
      Files.deleteIfExists(left);
    }
    Files.deleteIfExists(folder);
    Files.deleteIfExists(hidden);
  }
}
