package io.roomscribe.standin.livekit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opens a WebSocket as the egress service does: HTTP/1.1, {@code Content-Type: audio/x-raw}, no
 * origin, sub-protocol or extension, 45 s for the handshake.
 *
 * <p>Absent: TLS; a {@code wss} address fails.
 *
 * <p>Errors: {@link IOException} with the text Go would give.
 *
 * <p>Source: livekit/egress pkg/pipeline/sink/websocket.go; gorilla/websocket client.go.
 */
final class EgressDialer {

  private static final int TIMEOUT_MS = 45_000;
  private static final int MAX_HEAD = 16_384;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private EgressDialer() {}

  /** Blocks until the connection is open or has failed. */
  static EgressSocket dial(URI url) throws IOException {
    if (!"ws".equals(url.getScheme())) {
      throw new IOException("dial: the stand-in has no TLS");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw new IOException("malformed ws or wss URL");
    }
    int port = url.getPort() < 0 ? 80 : url.getPort();
    SocketChannel channel = SocketChannel.open();
    try {
      connect(channel, url.getHost(), port);
      channel.socket().setTcpNoDelay(true);
      byte[] nonce = new byte[16];
      ThreadLocalRandom.current().nextBytes(nonce);
      String key = Base64.getEncoder().encodeToString(nonce);
      byte[] request = request(url, key).getBytes(StandardCharsets.ISO_8859_1);
      channel.socket().getOutputStream().write(request);
      String head = head(channel.socket().getInputStream());
      if (!isUpgrade(head, key)) {
        throw new IOException("websocket: bad handshake");
      }
      return new EgressSocket(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void connect(SocketChannel channel, String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("dial tcp: lookup " + host + ": no such host");
    }
    String target = "dial tcp " + address.getAddress().getHostAddress() + ":" + port;
    try {
      channel.socket().connect(address, TIMEOUT_MS);
      channel.socket().setSoTimeout(TIMEOUT_MS);
    } catch (ConnectException e) {
      throw new IOException(target + ": connect: connection refused", e);
    } catch (SocketTimeoutException e) {
      throw new IOException(target + ": i/o timeout", e);
    }
  }

  private static String request(URI url, String key) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return String.join(
        "\r\n",
        "GET " + path + query + " HTTP/1.1",
        "Host: " + url.getRawAuthority(),
        "User-Agent: Go-http-client/1.1",
        "Connection: Upgrade",
        "Content-Type: audio/x-raw",
        "Sec-WebSocket-Key: " + key,
        "Sec-WebSocket-Version: 13",
        "Upgrade: websocket",
        "",
        "");
  }

  /** The answer up to its empty line, read byte by byte so that nothing behind it is lost. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int state = 0;
    while (state < 4 && head.size() < MAX_HEAD) {
      int next = readOne(in);
      head.write(next);
      boolean expected = next == (state % 2 == 0 ? '\r' : '\n');
      state = expected ? state + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int readOne(InputStream in) throws IOException {
    try {
      int next = in.read();
      if (next < 0) {
        throw new IOException("unexpected EOF");
      }
      return next;
    } catch (SocketTimeoutException e) {
      throw new IOException("i/o timeout", e);
    }
  }

  private static boolean isUpgrade(String head, String key) {
    if (!head.startsWith("HTTP/1.1 101 ")) {
      return false;
    }
    String expected = accept(key);
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:"))
        .anyMatch(line -> line.substring(line.indexOf(':') + 1).trim().equals(expected));
  }

  private static String accept(String key) {
    try {
      byte[] bytes = (key + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every Java", e);
    }
  }
}
