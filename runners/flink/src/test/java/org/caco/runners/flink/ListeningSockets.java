package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sockets by which others can reach a process and its children, as Linux lists them. */
final class ListeningSockets {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTENING = "0A";
  private static final String ACCEPTS = "00010000";

  private ListeningSockets() {}

  /**
   * Those that listen, and those that take datagrams, such as {@code tcp 0100007F:1F90} (address
   * and port as the kernel writes them, in hexadecimal digits) or {@code unix /tmp/name}.
   */
  static List<String> of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .flatMap(each -> listening(each.pid()).stream())
        .sorted()
        .toList();
  }

  private static List<String> listening(long pid) {
    List<String> listening = new ArrayList<>();
    try {
      Set<String> sockets = sockets(pid);
      for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
        for (String[] fields : rows(pid, protocol)) {
          boolean open = protocol.startsWith("udp") || fields[3].equals(LISTENING);
          if (open && sockets.contains(fields[9])) {
            listening.add(protocol.substring(0, 3) + " " + address(fields[1]));
          }
        }
      }
      for (String[] fields : rows(pid, "unix")) {
        if (fields[3].equals(ACCEPTS) && sockets.contains(fields[6])) {
          listening.add("unix " + (fields.length > 7 ? fields[7] : ""));
        }
      }
    } catch (NoSuchFileException e) {
      // It has ended meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listening;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        try {
          Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
          if (socket.matches()) {
            sockets.add(socket.group(1));
          }
        } catch (NoSuchFileException e) {
          // It was closed meanwhile.
        }
      }
    }
    return sockets;
  }

  /** The kernel writes addresses as words of this machine's order, and ports, in hexadecimals. */
  private static String address(String kernel) throws IOException {
    int colon = kernel.indexOf(':');
    ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
    for (int i = 0; i < colon; i += 8) {
      bytes.putInt(Integer.parseUnsignedInt(kernel, i, i + 8, 16));
    }
    return InetAddress.getByAddress(bytes.array()).getHostAddress()
        + ":"
        + Integer.parseInt(kernel.substring(colon + 1), 16);
  }

  private static List<String[]> rows(long pid, String protocol) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/net/" + protocol), UTF_8).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .toList();
  }
}
