package org.caco.pipelines.rewards;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads a request of bounded size in bounded time, has it answered, and only then
 * reads the next. Used by the one thread of its channel.
 */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
  /** The longest body that is read. */
  static final int MAX_BODY = 16 << 20;

  /** The longest body that is read past, so that its sender gets an answer and no broken pipe. */
  private static final long MAX_SKIPPED = 64 << 20;

  private final Routes routes;
  private final BodyBudget budget;
  private final Patience patience;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable HttpRequest head;
  private @Nullable Answer refusal;
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private long received;

  /** How long a client may take; the values of a server are {@link #DEFAULT}. */
  record Patience(long idleMillis, long bodyMillis, long writeMillis) {
    static final Patience DEFAULT = new Patience(60_000, 30_000, 30_000);
  }

  Connection(Routes routes, BodyBudget budget, Patience patience) {
    this.routes = routes;
    this.budget = budget;
    this.patience = patience;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    next(context);
  }

  /** Waits for the next request. */
  private void next(ChannelHandlerContext context) {
    head = null;
    refusal = null;
    body = new ByteArrayOutputStream(0);
    received = 0;
    within(context, patience.idleMillis());
    context.read();
  }

  private void within(ChannelHandlerContext context, long millis) {
    cancelDeadline();
    deadline = context.executor().schedule(() -> close(context), millis, TimeUnit.MILLISECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    release();
  }

  private void release() {
    budget.release(body.size());
    body = new ByteArrayOutputStream(0);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpRequest request) {
      begin(context, request);
    }
    if (head == null) {
      return;
    }
    if (part.decoderResult().isFailure()) {
      refuse(context, Answer.error(400, "", "the request is no HTTP that this server reads"));
      return;
    }
    if (part instanceof HttpContent content) {
      take(content.content());
      if (part instanceof LastHttpContent) {
        complete(context);
        return;
      }
      if (received > MAX_SKIPPED) {
        refuse(context, tooLarge());
        return;
      }
    }
    context.read();
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    head = request;
    within(context, patience.bodyMillis());
    long length = HttpUtil.getContentLength(request, -1L);
    if (length > MAX_BODY) {
      refusal = tooLarge();
    }
    if (HttpUtil.is100ContinueExpected(request) && refusal == null) {
      var unused =
          context.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    } else if (length > MAX_SKIPPED || HttpUtil.is100ContinueExpected(request)) {
      refuse(context, tooLarge());
    }
  }

  private static Answer tooLarge() {
    return Answer.error(413, "", "the request is longer than " + MAX_BODY + " bytes");
  }

  private void take(ByteBuf content) {
    int more = content.readableBytes();
    received += more;
    if (refusal == null && received > MAX_BODY) {
      refusal = tooLarge();
    }
    if (refusal == null && !budget.acquire(more)) {
      refusal = Answer.error(429, "", "too many requests are being read; ask again later");
    }
    if (refusal == null) {
      byte[] bytes = new byte[more];
      content.readBytes(bytes);
      body.writeBytes(bytes);
    } else {
      release();
    }
  }

  private void complete(ChannelHandlerContext context) {
    HttpRequest request = head;
    if (request == null) {
      return;
    }
    if (refusal != null) {
      refuse(context, refusal);
      return;
    }
    cancelDeadline();
    String path;
    Map<String, List<String>> query;
    try {
      QueryStringDecoder target = new QueryStringDecoder(request.uri(), true);
      path = target.path();
      query = target.parameters();
    } catch (IllegalArgumentException e) {
      refuse(context, Answer.error(400, "", "the path is none"));
      return;
    }
    boolean keep = HttpUtil.isKeepAlive(request);
    routes
        .answer(request.method().name(), path, query, body.toByteArray())
        .thenAccept(answer -> context.executor().execute(() -> send(context, answer, keep)))
        .exceptionally(
            failure -> {
              close(context);
              return null;
            });
  }

  /** Answers and closes: what else the client sends is not read. */
  private void refuse(ChannelHandlerContext context, Answer answer) {
    head = null;
    send(context, answer, false);
  }

  private void send(ChannelHandlerContext context, Answer answer, boolean keep) {
    release();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    response.headers().set(CONTENT_TYPE, answer.type());
    response.headers().setInt(CONTENT_LENGTH, answer.body().length);
    if (answer.status() == 429 || answer.status() == 503) {
      response.headers().setInt(RETRY_AFTER, 1);
    }
    HttpUtil.setKeepAlive(response, keep);
    within(context, patience.writeMillis());
    context
        .writeAndFlush(response)
        .addListener(
            (ChannelFutureListener)
                sent -> {
                  if (keep && sent.isSuccess()) {
                    next(context);
                  } else {
                    close(context);
                  }
                });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // The client has left, or sends what is no HTTP.
    close(context);
  }

  private static void close(ChannelHandlerContext context) {
    // Whether it could be closed is of no interest to anyone.
    var unused = context.close();
  }
}
