package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The floor in Java: one thread, one selector, messages unmasked and summed up so that nothing is
 * optimised away. A program of its own; its argument is the port.
 */
public final class NioSink {

  private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: *(\\S+)");
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private long sum;

  private NioSink() {}

  /** Runs until killed. */
  public static void main(String[] args) throws IOException {
    new NioSink().serve(Integer.parseInt(args[0]));
  }

  private void serve(int port) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress("127.0.0.1", port), 1_024).configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    while (true) {
      selector.select(key -> ready(key, selector));
    }
  }

  private void ready(SelectionKey key, Selector selector) {
    try {
      if (key.isAcceptable()) {
        SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
        accepted.configureBlocking(false);
        accepted.register(selector, SelectionKey.OP_READ, new Connection());
      } else {
        read((SocketChannel) key.channel(), (Connection) key.attachment());
      }
    } catch (IOException | NoSuchAlgorithmException e) {
      key.cancel();
    }
  }

  private void read(SocketChannel channel, Connection from)
      throws IOException, NoSuchAlgorithmException {
    if (channel.read(from.input) < 0) {
      channel.close();
      return;
    }
    from.input.flip();
    if (from.isOpen) {
      messages(from.input);
    } else {
      String head = StandardCharsets.ISO_8859_1.decode(from.input.duplicate()).toString();
      Matcher key = KEY.matcher(head);
      if (head.endsWith("\r\n\r\n") && key.find()) {
        from.isOpen = true;
        from.input.position(from.input.limit());
        channel.write(ByteBuffer.wrap(answer(key.group(1)).getBytes(StandardCharsets.US_ASCII)));
      }
    }
    from.input.compact();
  }

  /** Whole messages of 126 to 65,535 bytes, which is all that the load sends. */
  private void messages(ByteBuffer input) {
    while (input.remaining() >= 8) {
      int length = input.getShort(input.position() + 2) & 0xffff;
      if (input.remaining() < 8 + length) {
        return;
      }
      int mask = input.getInt(input.position() + 4);
      int at = input.position() + 8;
      for (int end = at + length; at < end; at += 4) {
        sum += input.getInt(at) ^ mask;
      }
      input.position(at);
    }
  }

  private static String answer(String key) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    return String.join(
        "\r\n",
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest),
        "",
        "");
  }

  private static final class Connection {
    private final ByteBuffer input = ByteBuffer.allocateDirect(16_384);
    private boolean isOpen;
  }
}
