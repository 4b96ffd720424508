package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Others on the machine must not be able to keep a sandbox from starting. */
class BaitTest {
  private static void send(Map<String, Object> targets, String text) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    try (SocketChannel tcp = SocketChannel.open(address(targets, "tcp"));
        DatagramChannel udp = DatagramChannel.open()) {
      tcp.write(bytes.duplicate());
      udp.send(bytes, address(targets, "udp"));
    }
  }

  private static SocketAddress address(Map<String, Object> targets, String port) {
    int number = Integer.parseInt(String.valueOf(targets.get(port)));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
  }

  @Test
  void aStrangerAtAPortDoesNotCount() throws Exception {
    try (Bait bait = new Bait()) {
      send(bait.targets(), "GET / HTTP/1.1\r\nHost: a scanner of ports\r\n\r\n");

      assertThat(bait.wasReachedByTcp() || bait.wasReachedByUdp()).isFalse();
    }
  }

  @Test
  void aProgramThatKnowsTheSecretDoes() throws Exception {
    try (Bait bait = new Bait()) {
      send(bait.targets(), "x");
      send(bait.targets(), String.valueOf(bait.targets().get("secret")));

      assertThat(bait.wasReachedByTcp() && bait.wasReachedByUdp()).isTrue();
    }
  }

  @Test
  void anotherUserFindsNoFileToTouch() throws Exception {
    assumeTrue(Executables.IS_ROOT, "only root can be another user");
    try (Bait bait = new Bait()) {
      Path folder = Path.of(String.valueOf(bait.targets().get("folder"))).resolveSibling("");
      List<String> command = new ArrayList<>(Executables.dropPrivileges());
      command.addAll(
          List.of(
              "/bin/sh",
              "-c",
              "for f in \"$0\"/* \"$0\"/*/*; do touch \"$f\" || rm -r \"$f\"; done; touch \"$0\"/x",
              folder.toString()));

      Executables.run(command, 30);

      assertThat(bait.isUntouched()).isTrue();
    }
  }
}
