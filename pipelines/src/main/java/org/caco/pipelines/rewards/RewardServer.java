package org.caco.pipelines.rewards;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Rounding;
import org.caco.grader.SympyDecider;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;

/**
 * Rewards for reinforcement learning over HTTP: {@code POST /grade}, {@code /score} and {@code
 * /run_code}, {@code GET /instance}, {@code /metrics}, {@code /health} and a client in Python.
 * {@code docs/rewards.md} describes requests and answers.
 *
 * <p>All is bounded: connections, bytes of requests, the time that a client may take, what waits,
 * and what a program may use. Beyond that a request gets 413 or 429, or its connection is closed.
 * Each program runs in a process of its own and has no part in the answers to others.
 */
public final class RewardServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 2048;
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final int CHUNK = 64 << 10;
  private static final long MAX_BODIES = 256L << 20;
  private static final long DRAIN_MILLIS = 10_000;

  /** On the clock a program may take twice its CPU time: many wait for the cores that it holds. */
  private static final int WALL_FACTOR = 2;

  private final Sandbox sandbox;
  private final Lane programs;
  private final Lane requests;
  private final EventLoopGroup loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final Channel listener;

  private RewardServer(RewardConfig config, Connection.Patience patience) throws IOException {
    RunFolder rows = config.run() == null ? null : RunFolder.open(config.run());
    SandboxConfig limits = config.sandbox().withWallFactor(WALL_FACTOR);
    this.sandbox = Sandbox.open(limits);
    this.programs = new Lane("caco-rewards-programs", sandbox.workers(), config.queue());
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.requests = new Lane("caco-rewards-requests", cores, config.queue());
    Metrics metrics = new Metrics();
    BodyBudget budget = new BodyBudget(Math.min(MAX_BODIES, Runtime.getRuntime().maxMemory() / 4));
    Routes routes = routes(config, limits, rows, metrics);
    gauges(metrics, budget);
    this.loops = new NioEventLoopGroup(1, new DefaultThreadFactory("caco-rewards-io", true));
    try {
      this.listener = listen(config, routes, budget, patience);
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  /**
   * Starts a server.
   *
   * @throws IOException if the port cannot be had, or the run not be read
   * @throws org.caco.sandbox.SandboxUnavailableException if there is no sandbox
   */
  public static RewardServer start(RewardConfig config) throws IOException {
    return start(config, Connection.Patience.DEFAULT);
  }

  static RewardServer start(RewardConfig config, Connection.Patience patience) throws IOException {
    return new RewardServer(config, patience);
  }

  private Routes routes(
      RewardConfig config,
      SandboxConfig limits,
      @org.jspecify.annotations.Nullable RunFolder rows,
      Metrics metrics) {
    AnswerGrader strict = AnswerGrader.strict();
    AnswerGrader withSympy = config.sympy() ? strict.withDecider(SympyDecider.in(sandbox)) : null;
    AnswerGrader exact = strict.withRounding(Rounding.REJECTED);
    return new Routes(
        new GradeAnswers(strict, withSympy, programs, metrics),
        new ScorePrograms(sandbox, limits, exact, rows, programs, metrics),
        new RunCode(sandbox, limits, programs, metrics),
        rows,
        requests,
        metrics);
  }

  private void gauges(Metrics metrics, BodyBudget budget) {
    metrics.gauge("caco_rewards_connections", connections::size);
    metrics.gauge("caco_rewards_request_bytes", budget::held);
    metrics.gauge("caco_rewards_running{for=\"a program\"}", programs::running);
    metrics.gauge("caco_rewards_waiting{for=\"a program\"}", programs::waiting);
    metrics.gauge("caco_rewards_waiting{for=\"reading\"}", requests::waiting);
    metrics.gauge("caco_rewards_waiting_limit", programs::limit);
  }

  private Channel listen(
      RewardConfig config, Routes routes, BodyBudget budget, Connection.Patience patience)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (connections.size() >= MAX_CONNECTIONS) {
                      var unused = channel.close();
                      return;
                    }
                    connections.add(channel);
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, CHUNK))
                        .addLast(new FlowControlHandler())
                        .addLast(new Connection(routes, budget, patience));
                  }
                });
    try {
      return bootstrap
          .bind(new InetSocketAddress(config.host(), config.port()))
          .syncUninterruptibly()
          .channel();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Netty throws what it does not declare.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:8010}. */
  public URI uri() {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /**
   * Takes no more connections and requests, answers what it has for up to ten seconds, and ends.
   * Returns when all threads and processes are gone.
   */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    try {
      requests.drain(DRAIN_MILLIS);
      programs.drain(DRAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop();
  }

  private void stop() {
    requests.close();
    programs.close();
    // What was answered last is sent before this.
    loops.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    sandbox.close();
  }
}
