package org.caco.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caco.pipelines.options.UsageException;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
  private static final String SOLVE = "{caco_step=\"Solve\",gen_ai_request_model=\"a\\\"b\"";

  @Test
  void namesCallsAsOpenTelemetryDoes() {
    Map<String, Long> counters =
        Map.ofEntries(
            Map.entry("Solve.accepted", 3L),
            Map.entry("Solve.rejected", 2L),
            Map.entry("Solve.rejected.no_final_answer", 2L),
            Map.entry("Solve.model.calls", 6L),
            Map.entry("Solve.model.retries", 1L),
            Map.entry("Solve.model.input_tokens", 700L),
            Map.entry("Solve.model.latency_millis", 2_500L),
            // 1.1^73 is 1,051 and 1.1^97 is 10,357.
            Map.entry("Solve.model.latency_millis.bucket.73", 4L),
            Map.entry("Solve.model.latency_millis.bucket.97", 1L));
    MetricsText.Model model =
        new MetricsText.Model(
            "Solve", new TreeMap<>(Map.of("caco_step", "Solve", "gen_ai_request_model", "a\"b")));

    String text = new MetricsText(List.of("Solve"), List.of(model)).of(counters);

    assertThat(text.lines())
        .contains(
            "caco_records_accepted_total{step=\"Solve\"} 3",
            "caco_records_rejected_total{step=\"Solve\",reason=\"no_final_answer\"} 2",
            "# TYPE gen_ai_client_operation_duration_seconds histogram",
            "gen_ai_client_operation_duration_seconds_bucket" + SOLVE + ",le=\"0.64\"} 0",
            "gen_ai_client_operation_duration_seconds_bucket" + SOLVE + ",le=\"1.28\"} 4",
            "gen_ai_client_operation_duration_seconds_bucket" + SOLVE + ",le=\"+Inf\"} 5",
            "gen_ai_client_operation_duration_seconds_sum" + SOLVE + "} 2.5",
            "gen_ai_client_token_usage_sum" + SOLVE + ",gen_ai_token_type=\"input\"} 700",
            "gen_ai_client_token_usage_count" + SOLVE + ",gen_ai_token_type=\"input\"} 5");
  }

  @Test
  void answersOnTheLoopbackInterfaceUntilItIsClosed() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String address;
    try (MetricsEndpoint endpoint = MetricsEndpoint.bind(0)) {
      endpoint.serve(() -> "caco_x 1\n");
      address = endpoint.address().orElseThrow();
      assertThat(address).startsWith("http://127.0.0.1:");
      assertThat(get(client, address).body()).isEqualTo("caco_x 1\n");
      assertThat(get(client, address.replace("/metrics", "/")).statusCode()).isEqualTo(404);
    }
    assertThatThrownBy(() -> get(client, address)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesAPortThatIsNoneInOneLine() {
    assertThatThrownBy(() -> MetricsEndpoint.bind(70_000))
        .isInstanceOf(UsageException.class)
        .hasMessage("--metricsPort=70000 has to be from 0 to 65535.");
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
