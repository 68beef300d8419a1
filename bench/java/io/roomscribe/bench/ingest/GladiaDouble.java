package io.roomscribe.bench.ingest;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xnio.Pooled;

/**
 * As much of Gladia as a load needs: sessions are opened, their audio is acknowledged and thrown
 * away once its marks are found. Nothing is ever understood; what was said is told from outside.
 *
 * <p>Threading: safe from any thread.
 */
final class GladiaDouble implements AutoCloseable {

  private static final Pattern ROOM = Pattern.compile("load-\\d+");

  private final Map<String, Marks> marksByRoom = new ConcurrentHashMap<>();
  private final Map<String, Ear> earsByRoom = new ConcurrentHashMap<>();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong sessions = new AtomicLong();
  private final Undertow server;

  GladiaDouble() {
    WebSocketProtocolHandshakeHandler sockets = Handlers.websocket(this::connected);
    BlockingHandler http = new BlockingHandler(this::answer);
    this.server =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(4)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(
                exchange -> {
                  String upgrade = exchange.getRequestHeaders().getFirst("Upgrade");
                  if ("websocket".equalsIgnoreCase(upgrade)) {
                    sockets.handleRequest(exchange);
                  } else {
                    http.handleRequest(exchange);
                  }
                })
            .build();
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + LiveKitDouble.port(server));
  }

  /** Where the marks of a room are looked for. */
  void expect(String room, Marks marks) {
    marksByRoom.put(room, marks);
  }

  /** A final of one word, of the last second that was heard of the room. */
  void say(String room, String word) {
    earsByRoom.get(room).say(word);
  }

  /** Batches received so far. */
  long batches() {
    return batches.get();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void answer(HttpServerExchange exchange) throws IOException {
    String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean opens = exchange.getRequestMethod().equalToString("POST");
    exchange.setStatusCode(opens ? 201 : 200);
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, "application/json");
    exchange
        .getResponseSender()
        .send(opens ? created(body) : "{\"status\":\"done\",\"result\":{}}");
  }

  private String created(String body) {
    Matcher named = ROOM.matcher(body);
    String room = named.find() ? named.group() : "";
    String address = url().toString().replace("http:", "ws:") + "/v2/live?room=" + room;
    return "{\"id\":\"" + sessions.incrementAndGet() + "\",\"url\":\"" + address + "\"}";
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    String room = exchange.getRequestParameters().get("room").get(0);
    Ear ear = new Ear(channel, marksByRoom.get(room));
    earsByRoom.put(room, ear);
    channel.getReceiveSetter().set(ear);
    channel.resumeReceives();
  }

  /** The receiving end of one stream. */
  private final class Ear extends AbstractReceiveListener {

    private final WebSocketChannel channel;
    private final Marks marks;
    private final AtomicLong utterances = new AtomicLong();
    private volatile long bytes;

    Ear(WebSocketChannel channel, Marks marks) {
      this.channel = channel;
      this.marks = marks;
    }

    void say(String word) {
      double end = bytes / 32_000.0;
      String place =
          String.format(
              Locale.ROOT, "\"start\":%.3f,\"end\":%.3f,\"confidence\":1", end - 0.8, end - 0.2);
      String text =
          String.format(
              Locale.ROOT,
              "{\"type\":\"transcript\",\"session_id\":\"\",\"created_at\":\"\",\"data\":{\"id\":"
                  + "\"00_%08d\",\"is_final\":true,\"utterance\":{\"text\":\" %s\",%s,\"language\":"
                  + "\"en\",\"channel\":0,\"words\":[{\"word\":\" %s\",%s}]}}}",
              utterances.getAndIncrement(),
              word,
              place,
              word,
              place);
      WebSockets.sendText(text, channel, null);
    }

    @Override
    @SuppressWarnings("deprecation") // Undertow has no other way to the pooled bytes.
    protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
      long nowNs = System.nanoTime();
      Pooled<ByteBuffer[]> pooled = message.getData();
      try {
        ByteBuffer data = WebSockets.mergeBuffers(pooled.getResource());
        batches.incrementAndGet();
        long start = bytes;
        bytes += data.remaining();
        WebSockets.sendText(acknowledgement(start), from, null);
        if (marks != null) {
          marks.batch(data, nowNs);
        }
      } finally {
        pooled.free();
      }
    }

    /** The only text is that no audio follows. */
    @Override
    protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
      WebSockets.sendClose(CloseMessage.NORMAL_CLOSURE, "", from, null);
    }

    private String acknowledgement(long start) {
      return "{\"type\":\"audio_chunk\",\"acknowledged\":true,\"error\":null,\"data\":{"
          + "\"byte_range\":["
          + start
          + ","
          + bytes
          + "],\"time_range\":["
          + start / 32_000.0
          + ","
          + bytes / 32_000.0
          + "]}}";
    }
  }
}
