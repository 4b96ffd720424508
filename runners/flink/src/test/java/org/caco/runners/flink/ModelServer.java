package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.pipelines.command.Caco;

/** The command {@code serve-model} in a process of its own, so that its CPU time counts apart. */
final class ModelServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.:]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private ModelServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it on a free port and waits until it serves. */
  static ModelServer start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx1g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Caco.class.getName()));
    command.addAll(List.of("serve-model", "--port=0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(UTF_8);
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.append(line).append('\n');
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return new ModelServer(process, address.group());
      }
    }
    throw new IllegalStateException("serve-model did not come up: " + seen);
  }

  /** The value for {@code --endpoint}. */
  String address() {
    return address;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** What it has counted so far. */
  JsonNode stats() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/stats")).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
