package io.roomscribe.standin.livekit;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/** Takes the connections of egresses and keeps what they send. Threading: safe. */
final class CaptureServer implements AutoCloseable {

  private final List<Capture> captures = new CopyOnWriteArrayList<>();
  private final Undertow server;
  private volatile int refuseWith;

  CaptureServer() {
    WebSocketConnectionCallback accept = (exchange, channel) -> open(exchange, channel);
    var sockets = Handlers.websocket(accept);
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(2)
            .setHandler(
                exchange -> {
                  if (refuseWith > 0) {
                    exchange.setStatusCode(refuseWith);
                    exchange.endExchange();
                  } else {
                    sockets.handleRequest(exchange);
                  }
                })
            .build();
    server.start();
  }

  private void open(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    Capture capture = new Capture(exchange.getRequestURI(), exchange.getRequestHeaders(), channel);
    captures.add(capture);
    channel.getReceiveSetter().set(capture);
    channel.addCloseTask((ChannelListener<WebSocketChannel>) closed -> capture.gone = true);
    channel.resumeReceives();
  }

  URI url(String path) {
    InetSocketAddress bound = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return URI.create("ws://127.0.0.1:" + bound.getPort() + path);
  }

  void refuseWith(int status) {
    refuseWith = status;
  }

  List<Capture> captures() {
    return captures;
  }

  Capture only() {
    if (captures.size() != 1) {
      throw new AssertionError("expected one connection, got " + captures.size());
    }
    return captures.get(0);
  }

  @Override
  public void close() {
    server.stop();
  }

  /** One connection. */
  static final class Capture extends AbstractReceiveListener {

    private final String uri;
    private final Map<String, List<String>> headers;
    private final WebSocketChannel channel;
    private final List<Object> messages = new CopyOnWriteArrayList<>();
    private final List<String> controls = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    private Capture(String uri, Map<String, List<String>> headers, WebSocketChannel channel) {
      this.uri = uri;
      this.headers = headers;
      this.channel = channel;
    }

    String uri() {
      return uri;
    }

    Map<String, List<String>> headers() {
      return headers;
    }

    /** Texts as String and audio as byte[], in order. */
    List<Object> messages() {
      return List.copyOf(messages);
    }

    List<byte[]> audio() {
      return messages.stream().filter(byte[].class::isInstance).map(byte[].class::cast).toList();
    }

    List<String> texts() {
      return messages.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /** Pings, pongs and closes: {@code ping:payload}, {@code pong:payload}, {@code close:bytes}. */
    List<String> controls() {
      return controls;
    }

    boolean isGone() {
      return gone;
    }

    /** All audio as s16 samples. */
    short[] samples() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      audio().forEach(all::writeBytes);
      ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      short[] samples = new short[bytes.remaining() / 2];
      bytes.asShortBuffer().get(samples);
      return samples;
    }

    void ping(String payload) {
      WebSockets.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), channel, null);
    }

    void cut() {
      IoUtils.safeClose(channel);
    }

    void sendClose() {
      WebSockets.sendClose(1008, "no", channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
      try (var data = message.getData()) {
        ByteBuffer merged = WebSockets.mergeBuffers(data.getResource());
        byte[] bytes = new byte[merged.remaining()];
        merged.get(bytes);
        messages.add(bytes);
      }
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
      messages.add(message.getData());
    }

    @Override
    protected void onFullPingMessage(WebSocketChannel from, BufferedBinaryMessage message)
        throws IOException {
      controls.add("ping:" + payload(message));
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel from, BufferedBinaryMessage message) {
      controls.add("pong:" + payload(message));
    }

    @Override
    protected void onFullCloseMessage(WebSocketChannel from, BufferedBinaryMessage message)
        throws IOException {
      controls.add("close:" + payload(message).length());
      super.onFullCloseMessage(from, message);
    }

    private static String payload(BufferedBinaryMessage message) {
      ByteBuffer merged = WebSockets.mergeBuffers(message.getData().getResource()).duplicate();
      byte[] bytes = new byte[merged.remaining()];
      merged.get(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
