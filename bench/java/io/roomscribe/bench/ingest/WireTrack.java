package io.roomscribe.bench.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One connection as the egress service dials it.
 *
 * <p>Threading: {@link #dial} blocks; the rest is confined to the pacing thread and never does.
 */
final class WireTrack {

  private static final int TIMEOUT_MS = 45_000;
  private static final int MOST_HEAD_BYTES = 16_384;

  /** When the next message is due; the pacing thread's own. */
  long dueNs;

  /** Where in the loop of messages it is; the pacing thread's own. */
  long messages;

  /** How many were sent; the pacing thread's own. */
  long sent;

  /** Takes the marks; null for a track that sends none. */
  final Marks marks;

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocateDirect(512);
  private ByteBuffer unsent;

  private WireTrack(SocketChannel channel, Marks marks) {
    this.channel = channel;
    this.marks = marks;
  }

  /** Opens a WebSocket; marks may be null. */
  static WireTrack dial(URI url, Marks marks) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
      channel.socket().setSoTimeout(TIMEOUT_MS);
      channel.socket().setTcpNoDelay(true);
      channel.socket().getOutputStream().write(request(url).getBytes(StandardCharsets.US_ASCII));
      String head = head(channel.socket().getInputStream());
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IOException("no WebSocket: " + head.lines().findFirst().orElse(""));
      }
      channel.configureBlocking(false);
      return new WireTrack(channel, marks);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Writes what is left of the last message and this one.
   *
   * @return false if the peer does not take more, and this message is lost
   */
  boolean send(ByteBuffer message) throws IOException {
    if (unsent != null) {
      channel.write(unsent);
      if (unsent.hasRemaining()) {
        return false;
      }
      unsent = null;
    }
    channel.write(message);
    if (message.hasRemaining()) {
      unsent = message;
    }
    return true;
  }

  /** Throws away what the peer has sent; false if it has closed the connection. */
  boolean listen() throws IOException {
    input.clear();
    int read = channel.read(input);
    // Opcode 8, in a frame of its own.
    return read >= 0 && (read == 0 || (input.get(0) & 0x0f) != 8);
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed for us whatever the system says.
    }
  }

  private static String request(URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return String.join(
        "\r\n",
        "GET " + url.getRawPath() + query + " HTTP/1.1",
        "Host: " + url.getRawAuthority(),
        "User-Agent: Go-http-client/1.1",
        "Connection: Upgrade",
        "Content-Type: audio/x-raw",
        "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(new byte[16]),
        "Sec-WebSocket-Version: 13",
        "Upgrade: websocket",
        "",
        "");
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < MOST_HEAD_BYTES) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(StandardCharsets.US_ASCII);
  }
}
