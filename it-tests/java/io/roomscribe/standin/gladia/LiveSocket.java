package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.IoUtils;
import org.xnio.Pooled;

/**
 * The WebSocket of a session: reads frames on the web server's threads and hands them to the lane.
 *
 * <p>Binary frames are audio; text frames are {@code audio_chunk} (base64) and {@code
 * stop_recording}; of others nothing is documented and they are ignored. A message over 1 MiB
 * closes with 1009.
 */
final class LiveSocket extends AbstractReceiveListener implements Link {

  private static final long LARGEST_MESSAGE_BYTES = 1 << 20;
  private static final int DROPPED = 1006;

  private final WebSocketChannel channel;
  private final LiveSession session;
  private final Lane lane;
  private final AtomicBoolean detached = new AtomicBoolean();

  LiveSocket(WebSocketChannel channel, LiveSession session, Lane lane) {
    this.channel = channel;
    this.session = session;
    this.lane = lane;
  }

  /** Begins to read. */
  void open() {
    lane.run(() -> session.attach(this));
    channel.getReceiveSetter().set(this);
    channel.addCloseTask(closed -> detach(DROPPED));
    channel.resumeReceives();
  }

  @Override
  public void send(String text) {
    WebSockets.sendText(text, channel, null);
  }

  @Override
  public void close(int code, String reason) {
    WebSockets.sendClose(code, reason, channel, null);
  }

  @Override
  public void abort() {
    IoUtils.safeClose(channel);
  }

  @Override
  protected long getMaxBinaryBufferSize() {
    return LARGEST_MESSAGE_BYTES;
  }

  @Override
  protected long getMaxTextBufferSize() {
    return LARGEST_MESSAGE_BYTES;
  }

  @Override
  @SuppressWarnings("deprecation") // Undertow has no other way to the pooled bytes.
  protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
    Pooled<ByteBuffer[]> pooled = message.getData();
    try {
      ByteBuffer data = WebSockets.mergeBuffers(pooled.getResource());
      byte[] chunk = new byte[data.remaining()];
      data.get(chunk);
      lane.run(() -> session.audio(this, chunk));
    } finally {
      pooled.free();
    }
  }

  @Override
  protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
    JsonNode json = Json.parse(message.getData());
    switch (json.path("type").asText()) {
      case "audio_chunk" -> readChunk(json.path("data").path("chunk").asText());
      case "stop_recording" -> lane.run(() -> session.stop(this));
      default ->
          System.getLogger(LiveSocket.class.getName())
              .log(System.Logger.Level.WARNING, "event=unknown_message session=" + session.id);
    }
  }

  @Override
  protected void onCloseMessage(CloseMessage message, WebSocketChannel from) {
    detach(message.getCode());
  }

  @Override
  protected void onError(WebSocketChannel from, Throwable error) {
    detach(DROPPED);
    super.onError(from, error);
  }

  private void readChunk(String base64) {
    try {
      byte[] chunk = Base64.getDecoder().decode(base64);
      lane.run(() -> session.audio(this, chunk));
    } catch (IllegalArgumentException notBase64) {
      lane.run(() -> session.unreadableChunk(this));
    }
  }

  private void detach(int code) {
    if (detached.compareAndSet(false, true)) {
      lane.run(() -> session.detached(this, code));
    }
  }
}
