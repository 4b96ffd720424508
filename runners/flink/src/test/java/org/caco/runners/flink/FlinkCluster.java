package org.caco.runners.flink;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A Flink cluster of processes on this machine: a JobManager and TaskManagers with one slot each.
 * They have Flink on their class path and nothing of this project.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern FLINK =
      Pattern.compile(
          ".*/(flink-|commons-|slf4j-|kryo|minlog|objenesis|chill|snappy|lz4|jsr305|javassist|snakeyaml)[^/]*");

  private final Path folder;
  private final int restPort;
  private final List<Process> processes = new ArrayList<>();

  private FlinkCluster(Path folder, int restPort) {
    this.folder = folder;
    this.restPort = restPort;
  }

  /**
   * Starts a cluster and waits until its TaskManagers have registered.
   *
   * @param folder for its configuration, temporary files and logs
   */
  static FlinkCluster start(Path folder, int taskManagers)
      throws IOException, InterruptedException {
    FlinkCluster cluster = new FlinkCluster(folder, freePort());
    try {
      cluster.configure(freePort());
      cluster.start("jobmanager", StandaloneSessionClusterEntrypoint.class);
      for (int i = 0; i < taskManagers; i++) {
        cluster.start("taskmanager" + i, TaskManagerRunner.class);
      }
      cluster.await(taskManagers);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The value for {@code --flinkMaster}. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  /** The TaskManagers, in the order in which they were started. */
  List<ProcessHandle> taskManagers() {
    return processes.stream().skip(1).map(Process::toHandle).toList();
  }

  /** Cancels what runs, and returns when it has ended. */
  void cancelJobs() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Matcher running =
        Pattern.compile("\"id\":\"(\\w+)\",\"status\":\"RUNNING\"").matcher(get(client));
    while (running.find()) {
      URI job = URI.create("http://" + master() + "/jobs/" + running.group(1) + "?mode=cancel");
      client.send(
          HttpRequest.newBuilder(job).method("PATCH", HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.discarding());
    }
    while (get(client).matches(".*\"status\":\"(RUNNING|CANCELLING)\".*")) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private String get(HttpClient client) throws IOException, InterruptedException {
    HttpRequest jobs = HttpRequest.newBuilder(URI.create("http://" + master() + "/jobs")).build();
    return client.send(jobs, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void configure(int rpcPort) throws IOException {
    Files.write(
        folder.resolve("config.yaml"),
        List.of(
            "jobmanager.rpc.address: 127.0.0.1",
            "jobmanager.rpc.port: " + rpcPort,
            "jobmanager.bind-host: 127.0.0.1",
            "rest.address: 127.0.0.1",
            "rest.bind-address: 127.0.0.1",
            "rest.port: " + restPort,
            "taskmanager.host: 127.0.0.1",
            "taskmanager.bind-host: 127.0.0.1",
            "taskmanager.numberOfTaskSlots: 1",
            "taskmanager.cpu.cores: 1",
            "taskmanager.memory.framework.heap.size: 128m",
            "taskmanager.memory.framework.off-heap.size: 128m",
            "taskmanager.memory.jvm-metaspace.size: 256m",
            "taskmanager.memory.jvm-overhead.min: 192m",
            "taskmanager.memory.jvm-overhead.max: 192m",
            "taskmanager.memory.task.heap.size: 512m",
            "taskmanager.memory.task.off-heap.size: 64m",
            "taskmanager.memory.managed.size: 128m",
            "taskmanager.memory.network.min: 128m",
            "taskmanager.memory.network.max: 128m",
            // By default each shuffle takes 16 MiB of the network memory, and they all do at once.
            "taskmanager.network.sort-shuffle.min-buffers: 64",
            "heartbeat.interval: 1000",
            // A lost worker's job goes on with the others.
            "restart-strategy.type: fixed-delay",
            "restart-strategy.fixed-delay.attempts: 20",
            "restart-strategy.fixed-delay.delay: 1s",
            "io.tmp.dirs: " + Files.createDirectory(folder.resolve("tmp"))));
  }

  private void start(String name, Class<?> main) throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> FLINK.matcher(entry).matches())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx768m"));
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    // What only caches hold is gone with the next collection, not only once memory is short.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    for (String opened : List.of("java.lang", "java.util", "java.util.concurrent", "java.time")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath, main.getName(), "--configDir", folder.toString()));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private void await(int taskManagers) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest overview =
        HttpRequest.newBuilder(URI.create("http://" + master() + "/overview")).build();
    Instant end = Instant.now().plus(PATIENCE);
    String seen = "";
    while (!seen.contains("\"slots-available\":" + taskManagers)) {
      if (Instant.now().isAfter(end) || !processes.stream().allMatch(Process::isAlive)) {
        throw new IllegalStateException("the cluster did not come up: " + seen + logs());
      }
      try {
        seen = client.send(overview, HttpResponse.BodyHandlers.ofString()).body();
      } catch (IOException e) {
        seen = e.toString();
      }
      // The processes need the processor more than this loop does.
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        logs.append("\n== ").append(log.getFileName()).append('\n').append(Files.readString(log));
      }
    }
    return logs.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
