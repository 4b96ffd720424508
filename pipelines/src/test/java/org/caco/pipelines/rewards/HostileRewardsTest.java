package org.caco.pipelines.rewards;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.caco.sandbox.SandboxConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile requests and programs, with honest ones among them. {@code -Dcaco.hostile.requests=10000}
 * sets how many.
 */
class HostileRewardsTest {
  private static final int REQUESTS = Integer.getInteger("caco.hostile.requests", 400);
  private static final String SECRET = "canary-5b1c77e0";

  @TempDir Path folder;
  private Path secret;
  private RewardServer server;
  private Asked asked;

  @BeforeEach
  void start() throws IOException {
    Asked.run(folder, 20, 1);
    secret = Files.writeString(folder.resolve("secret"), SECRET);
    server =
        RewardServer.start(
            RewardConfig.defaults()
                .withRun(folder)
                .withSandbox(
                    SandboxConfig.defaults()
                        .withCpuLimit(Duration.ofMillis(300))
                        .withMemoryBytes(200L << 20)));
    asked = new Asked(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What a program of a model does that is trained by whatever raises its reward. */
  private List<String> programs() {
    String path = secret.toString();
    String out = folder.resolve("escaped").toString();
    int port = server.uri().getPort();
    return List.of(
        "def f(a, b):\n    return open('" + path + "').read()",
        "print(open('" + path + "').read())\ndef f(a, b):\n    return 0",
        "def f(a, b):\n    open('" + out + "', 'w').write('x')\n    return a + b",
        "import os\ndef f(a, b):\n    os.system('touch " + out + "')\n    return 0",
        "import os\ndef f(a, b):\n    while True: os.fork()",
        "import subprocess\ndef f(a, b):\n    return subprocess.getoutput('cat " + path + "')",
        "import socket\ndef f(a, b):\n    s = socket.create_connection(('127.0.0.1', "
            + port
            + "))\n    s.sendall(b'GET /escaped HTTP/1.1\\r\\n\\r\\n')\n    return s.recv(99)",
        "import os\ndef f(a, b):\n    os.kill(-1, 9)",
        "import os, signal\ndef f(a, b):\n    os.kill(os.getppid(), signal.SIGKILL)",
        "def f(a, b):\n    while True: pass",
        "def f(a, b):\n    return 'x' * 10**10",
        "def f(a, b):\n    return [[]] * 10**8",
        "import time\ndef f(a, b):\n    time.sleep(1000)",
        "import sys\ndef f(a, b):\n    sys.exit(0)",
        "import os\ndef f(a, b):\n    os._exit(0)",
        "import os\n"
            + "def f(a, b):\n"
            + "    os.write(3,"
            + " b'R\\0\\0\\0\\x19O\\0\\0\\0\\0\\0\\0\\0\\x018\\0\\0\\0\\x018\\0\\0\\0\\0')",
        "import os\ndef f(a, b):\n    while True: os.write(3, b'F' * 65536)",
        "import os\ndef f(a, b):\n    os.closerange(0, 100)\n    return a + b",
        "class Same(int):\n"
            + "    def __eq__(self, other): return True\n"
            + "    def __hash__(self): return 0\n"
            + "def f(a, b):\n"
            + "    return Same(0)",
        "class Text(str):\n    def __str__(self): return '8'\ndef f(a, b):\n    return Text('9')",
        "import builtins\n"
            + "builtins.str = lambda *a: '8'\n"
            + "builtins.len = None\n"
            + "def f(a, b):\n"
            + "    return 0",
        "import json, sys\n"
            + "for m in list(sys.modules): sys.modules[m] = None\n"
            + "def f(a, b):\n"
            + "    return 0",
        "import gc\ndef f(a, b):\n    return [str(o)[:99] for o in gc.get_objects() if '"
            + SECRET.substring(0, 6)
            + "' in str(o)]",
        "def f(a, b):\n    return f(a, b)",
        "def f(a, b):\n    x = []\n    for i in range(10**5): x = [x]\n    return x",
        "import ctypes\ndef f(a, b):\n    ctypes.memset(0, 0, 1)",
        "import threading\n"
            + "def f(a, b):\n"
            + "    while True: threading.Thread(target=f, args=(a, b)).start()",
        "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n"
            + "    except Exception: pass\ndef f(a, b):\n    while True: pass",
        "import os\n"
            + "def f(a, b):\n"
            + "    return [open('/proc/%s/environ' % p, 'rb').read() for p in os.listdir('/proc')"
            + " if p.isdigit()]",
        "import os\ndef f(a, b):\n    return dict(os.environ)",
        "import os\ndef f(a, b):\n    return os.listdir('" + folder + "')",
        "import sys\ndef f(a, b):\n    g = sys._getframe()\n    while g.f_back: g = g.f_back\n"
            + "    return str(g.f_globals)[:10000] + str(g.f_locals)[:10000]",
        "'''",
        "def f(a, b):\n  return (",
        "\u0000def f(a, b): return 1",
        "output = 1\ninput = {}\ndel input",
        "input = {'a': 1}\nclass D(dict): pass\noutput = input",
        "def _caco_call(*a): return 3\n_caco_function = _caco_call\ndef f(a, b):\n    return 0",
        "def f(a, b):\n    print('x' * 10**7)\n    return float('nan')",
        "import resource\n"
            + "def f(a, b):\n"
            + "    resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))\n"
            + "    return 0",
        "import mmap\ndef f(a, b):\n    m = mmap.mmap(-1, 10**11)\n    return len(m)",
        "def f(a, b):\n    raise BaseException('x' * 10**7)",
        "def f(a, b):\n    return 10 ** 10 ** 8",
        "import re\ndef f(a, b):\n    re.match('(a+)+$', 'a' * 60 + 'b')");
  }

  private static List<String> bodies() {
    return List.of(
        "{\"gold\": " + "[".repeat(100_000),
        "{\"a\":".repeat(5_000),
        "{\"gold\": \"1\", \"pred\": \"" + "9^".repeat(50_000) + "9\"}",
        "{\"gold\": \"9^{9^{9^{9^{9^9}}}}\", \"pred\": \"9^{9^{9^{9^{9^8}}}}\"}",
        "{\"gold\": 1e999999999, \"pred\": 1e999999998}",
        "{\"gold\": \"" + "\\\\frac{1}{".repeat(20_000) + "\", \"pred\": \"1\"}",
        "{\"gold\": \"" + "(".repeat(200_000) + "\", \"pred\": \"(\"}",
        "{\"gold\": \"\\ud800\", \"pred\": \"\\u0000\"}",
        "{\"gold\": \"\\\\int_0^1 x^x^x dx\", \"pred\": \"\\\\sum_{k=1}^{n} k^{99}\"}",
        "{\"gold\": \""
            + "\\\\boxed{".repeat(30_000)
            + "\", \"pred\": \""
            + "$".repeat(90_000)
            + "\"}",
        "{\"items\": [" + "{},".repeat(5_000) + "{}]}",
        "{\"items\": {\"gold\": 1}}",
        "{\"id\": \"../../secret\", \"code\": \"x\"}",
        "{\"id\": {\"$tuple\": []}, \"code\": \"x\"}",
        "{\"code\": \"x\", \"tests\": [{\"input\": \"{\\\"$object\\\": 1}\", \"output\": 1}]}",
        "{\"code\": \"x\", \"tests\": [{\"input\": {}, \"output\": "
            + "[".repeat(500)
            + "]".repeat(500)
            + "}]}",
        "{\"code\": \"x\", \"function\": \"f\\\"); import os; (\\\"\", \"tests\": []}",
        "null",
        "\"\u0000\"",
        "NaN",
        "");
  }

  private static List<String> raw() {
    return List.of(
        "GET /health\r\n\r\n",
        "POST /grade HTTP/1.1\r\nContent-Length: -5\r\n\r\n{}",
        "POST /grade HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "POST /grade HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
        "POST /grade HTTP/1.1\r\n"
            + "Content-Length: 4\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\n"
            + "GET /escaped HTTP/1.1\r\n\r\n",
        "POST /grade HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\n" + "X: y\r\n".repeat(20_000) + "\r\n",
        "GET /health HTTP/1.1\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
        "GET /instance?seed=%zz%00%ff HTTP/1.1\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\n\r\n",
        "GET http://example.org/health HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
        "\r\n".repeat(1000),
        "POST /grade HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n".repeat(200));
  }

  @Test
  @Timeout(3600)
  void nothingGetsOutAndHonestAnswersStayTheSame() throws Exception {
    List<String> programs = programs();
    List<String> bodies = bodies();
    List<String> raw = raw();
    String honest = honest();
    Set<String> others = ConcurrentHashMap.newKeySet();
    AtomicBoolean going = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    int asks = 0;
    try {
      Future<Integer> client =
          threads.submit(
              () -> {
                int times = 0;
                for (; going.get(); times++) {
                  others.add(honest());
                }
                return times;
              });
      List<Future<String>> attacks = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        int number = i;
        attacks.add(
            threads.submit(
                () ->
                    switch (number % 4) {
                      case 0 -> score(programs.get(number / 4 % programs.size()));
                      case 1 -> script(programs.get(number / 4 % programs.size()));
                      case 2 -> json(bodies.get(number / 4 % bodies.size()), number);
                      default -> raw(raw.get(number / 4 % raw.size()), number);
                    }));
      }
      for (Future<String> attack : attacks) {
        assertThat(attack.get()).doesNotContain(SECRET);
      }
      going.set(false);
      asks = client.get();
    } finally {
      going.set(false);
      threads.shutdown();
    }

    others.add(honest());
    assertThat(others).containsExactly(honest);
    assertThat(asks).isPositive();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("dataset", "secret");
    }
    String metrics = asked.get("/metrics").body();
    assertThat(metrics)
        .contains("caco_rewards_waiting{for=\"a program\"} 0")
        .contains("caco_rewards_request_bytes 0")
        .doesNotContain("status=\"500\"");
    System.out.println(REQUESTS + " attacks, " + asks + " times honest requests between them");
  }

  /** What honest requests of all kinds are answered; times aside. */
  private String honest() throws Exception {
    return asked.post("/grade", "{'items': [{'gold': '3', 'pred': '3.0'}, {'gold': 3, 'pred': 4}]}")
        + "\n"
        + asked.post("/score", "{'id': 'row5', 'code': 'def f(a, b): return a + b'}")
        + "\n"
        + asked.post("/score", "{'id': 'row5', 'code': 'def f(a, b): return a + 1'}")
        + "\n"
        + asked.post("/run_code", "{'code': 'print(sum(range(9)))'}").at("/run_result/stdout")
        + "\n"
        + asked.get("/instance?seed=4").body();
  }

  private String score(String program) throws Exception {
    ObjectNode body = Asked.JSON.createObjectNode().put("id", "row3").put("code", program);
    return asked.send("/score", body.toString()).body();
  }

  /** The program as a script that calls its function and prints what that gives. */
  private String script(String program) throws Exception {
    ObjectNode body = Asked.JSON.createObjectNode().put("language", "python");
    body.put("code", program + "\nprint(f(1, 2))\n").put("stdin", "x");
    body.putObject("files").put("../../escaped", "eA==").put(secret.toString(), "eA==");
    body.putArray("fetch_files").add("/etc/passwd").add("../../escaped");
    String answer = asked.send("/run_code", body.toString()).body();
    assertThat(answer).doesNotContain("root:x:0:0");
    return answer;
  }

  private String json(String body, int number) throws Exception {
    String path = List.of("/grade", "/score", "/run_code").get(number % 3);
    var response = asked.send(path, body);
    assertThat(response.statusCode())
        .as(body.substring(0, Math.min(80, body.length())))
        .isIn(200, 400, 404, 429);
    Asked.JSON.readTree(response.body());
    return response.body();
  }

  /** Sends bytes as they are, some of them garbled, and takes what comes. */
  private String raw(String text, int number) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    Random random = new Random(number);
    if (number % 3 == 0 && bytes.length > 0) {
      for (int i = 0; i < 5; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(300);
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(1 << 16), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
