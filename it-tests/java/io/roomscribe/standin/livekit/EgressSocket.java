package io.roomscribe.standin.livekit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The client end of one open WebSocket, as the egress service (gorilla/websocket) uses it: one
 * masked frame per message, no extensions, everything received is thrown away but control frames.
 *
 * <p>Threading: confined to the pacing thread; never blocks.
 *
 * <p>Full: while the peer does not read, messages wait; beyond 3 s of audio the oldest is dropped
 * (the leaky queue of the egress pipeline). While {@link #hold} is in force nothing is dropped.
 *
 * <p>Errors: {@link IOException} with the text Go would give, when a write fails.
 */
final class EgressSocket {

  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LEAKY_MESSAGES = 300;

  private final SocketChannel channel;
  private final String route;
  private final FrameReader frames;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private final ByteBuffer input = ByteBuffer.allocate(4096);
  private boolean answersPings;
  private boolean closeReceived;
  private boolean held;

  /** The handshake is done and nothing behind it has been read. */
  EgressSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.route = "tcp " + text(channel.getLocalAddress()) + "->" + text(channel.getRemoteAddress());
    this.frames = new FrameReader(this::received);
    channel.configureBlocking(false);
  }

  private static String text(Object address) {
    return address.toString().replaceFirst("^[^/]*/", "");
  }

  /** From now on the peer's pings are answered: the pipeline has started. */
  void start() {
    answersPings = true;
  }

  void sendAudio(byte[] pcm) throws IOException {
    failIfClosed();
    enqueue(BINARY, pcm);
  }

  void sendText(String text) throws IOException {
    failIfClosed();
    enqueue(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  void sendPing() throws IOException {
    failIfClosed();
    enqueue(PING, "ping".getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps back everything, as a network that stands still; false lets it go in one burst. */
  void hold(boolean on) {
    held = on;
  }

  /** Reads what has come and writes what is waiting, as far as both go without blocking. */
  void exchange() throws IOException {
    receive();
    while (!held && !waiting.isEmpty()) {
      ByteBuffer head = waiting.peekFirst();
      write(head);
      if (head.hasRemaining()) {
        break;
      }
      waiting.removeFirst();
    }
    while (!held && waiting.size() > LEAKY_MESSAGES) {
      dropOldestWhole();
    }
  }

  /** The clean end: a Close frame without a code, then the end of the connection. */
  void closeCleanly() {
    try {
      held = false;
      enqueue(CLOSE, new byte[0]);
      exchange();
    } catch (IOException e) {
      // The peer has gone first; there is no one left to say goodbye to.
    } finally {
      abort();
    }
  }

  /** The end without a word, as of a killed process. */
  void abort() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed for us whatever the system says.
    }
  }

  private void failIfClosed() throws IOException {
    if (closeReceived) {
      throw new IOException("websocket: close sent");
    }
  }

  private void dropOldestWhole() {
    ByteBuffer head = waiting.removeFirst();
    if (head.position() > 0) {
      waiting.removeFirst();
      waiting.addFirst(head);
    }
  }

  private void receive() {
    try {
      int read = channel.read(input);
      while (read > 0) {
        input.flip();
        frames.read(input);
        input.clear();
        read = channel.read(input);
      }
    } catch (IOException e) {
      // As with gorilla, a failed read shows only in the next write.
    }
  }

  private void received(int opcode, byte[] payload) {
    if (opcode == PING && answersPings) {
      enqueue(PONG, "pong".getBytes(StandardCharsets.UTF_8));
    } else if (opcode == CLOSE && !closeReceived) {
      enqueue(CLOSE, payload.length >= 2 ? new byte[] {payload[0], payload[1]} : new byte[0]);
      closeReceived = true;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    try {
      channel.write(bytes);
    } catch (IOException e) {
      String cause =
          String.valueOf(e.getMessage()).contains("reset")
              ? "connection reset by peer"
              : "broken pipe";
      throw new IOException("write " + route + ": write: " + cause, e);
    }
  }

  private void enqueue(int opcode, byte[] payload) {
    waiting.addLast(frame(opcode, payload));
  }

  private static ByteBuffer frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    frame.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask >>> 8 * (3 - i % 4)));
    }
    return frame.flip();
  }
}
