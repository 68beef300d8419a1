package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the JDK's HTTP client.
 *
 * <p>Threading: the client's own threads only hand over to the lane. The next message is asked for
 * when the last one has been dealt with, so at most one waits in the lane.
 *
 * <p>Bound: a message of more than {@link #LONGEST_MESSAGE} characters is passed over.
 */
final class JdkSocket implements GladiaSocket {

  static final int LONGEST_MESSAGE = 1 << 20;

  /** How long the other side may take to answer our goodbye. */
  static final Duration FAREWELL = Duration.ofSeconds(4);

  private final Lanes lanes;
  private final Lane lane;
  private final Events events;
  private @Nullable WebSocket webSocket;
  private boolean over;
  private boolean sayGoodbye;

  private JdkSocket(Lanes lanes, Lane lane, Events events) {
    this.lanes = lanes;
    this.lane = lane;
    this.events = events;
  }

  /** Makes connections whose events arrive on the lane. */
  static Dialer dialer(HttpClient client, Duration timeout, Lanes lanes, Lane lane) {
    return (address, events) -> {
      JdkSocket socket = new JdkSocket(lanes, lane, events);
      socket.connect(client, address, timeout);
      return socket;
    };
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are handed on
  private void connect(HttpClient client, URI address, Duration timeout) {
    client
        .newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(address, new Ear())
        .whenComplete(
            (opened, failure) -> {
              if (!lane.offer(() -> connected(opened, failure)) && opened != null) {
                opened.abort();
              }
            });
  }

  @Override
  public void sendAudio(ByteBuffer audio) {
    if (webSocket != null) {
      follow(webSocket.sendBinary(audio, true));
    }
  }

  @Override
  public void sendText(String text) {
    if (webSocket != null) {
      follow(webSocket.sendText(text, true));
    }
  }

  @Override
  public void close() {
    over = true;
    sayGoodbye = true;
    WebSocket open = webSocket;
    if (open != null) {
      // Reading on until the answer: with unread data around, the system would reset the
      // connection and our goodbye might never be read, which keeps the account's slot taken.
      follow(open.sendClose(NORMAL_CLOSURE, ""));
      open.request(1);
      lanes.after(FAREWELL, lane, open::abort);
    }
  }

  @Override
  public void drop() {
    over = true;
    if (webSocket != null) {
      webSocket.abort();
    }
  }

  private void connected(@Nullable WebSocket opened, @Nullable Throwable failure) {
    if (opened == null) {
      if (!over) {
        over = true;
        events.refused(this, status(failure));
      }
      return;
    }
    webSocket = opened;
    if (sayGoodbye) {
      close();
    } else if (over) {
      drop();
    } else {
      events.opened(this);
      opened.request(1);
    }
  }

  private static int status(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof WebSocketHandshakeException refused
        ? refused.getResponse().statusCode()
        : 0;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are handed on
  private void follow(CompletableFuture<WebSocket> sending) {
    sending.whenComplete((done, failure) -> lane.offer(() -> sendingEnded(failure)));
  }

  private void sendingEnded(@Nullable Throwable failure) {
    // A failed send is not the end: why the other side closed may still be to come.
    if (failure == null && !over) {
      events.sent(this);
    }
  }

  private void received(WebSocket from, String message) {
    try {
      if (!over) {
        events.received(this, message);
      }
    } finally {
      from.request(1);
    }
  }

  private void ended(int code, String reason) {
    if (!over) {
      over = true;
      events.closed(this, code, reason);
    }
  }

  /** Listens on the client's threads, one call at a time, and hands over to the lane. */
  private final class Ear implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private boolean tooLong;

    /** Asks for nothing yet: the lane does once it has seen the connection open. */
    @Override
    public void onOpen(WebSocket opened) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      tooLong |= text.length() + data.length() > LONGEST_MESSAGE;
      if (!tooLong) {
        text.append(data);
      }
      if (!last || tooLong) {
        from.request(1);
      } else {
        String message = text.toString();
        hand(from, () -> received(from, message));
      }
      if (last) {
        text.setLength(0);
        tooLong = false;
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lane.offer(() -> ended(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      lane.offer(() -> ended(ABNORMAL_CLOSURE, failure.getClass().getSimpleName()));
    }

    private void hand(WebSocket from, Runnable task) {
      if (!lane.offer(task)) {
        from.abort();
      }
    }
  }
}
