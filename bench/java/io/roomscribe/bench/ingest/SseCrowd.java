package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Very many viewers of one session's captions, read by one thread, which looks for words of the
 * form {@code mark12x} and notes how long after being said each was seen, in a caption that is not
 * stored yet and in the stored one.
 *
 * <p>Threading: {@link #join} and {@link #said} by one thread; the figures from any.
 */
final class SseCrowd implements AutoCloseable {

  /** A line of one word; only a stored one says at what time of day it was spoken. */
  private static final Pattern MARK =
      Pattern.compile(
          "mark(\\d+)x\",\"startMs\":\\d+,\"endMs\":\\d+,(\"spokenAt\":\"[^\"]*\",)?\"confidence\":[^,]*,"
              + "\"words\"");

  /** More than a match is long. */
  private static final int CARRY = 256;

  private static final int SLOW_BUFFER = 4_096;

  private final URI captions;
  private final String apiKey;
  private final long[] saidNs;
  private final Latencies shown = new Latencies();
  private final Latencies stored = new Latencies();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final Thread thread = new Thread(this::run, "viewers");
  private volatile boolean over;

  /** One who reads. */
  private static final class Reader {
    private String carry = "";
    private boolean isConnected;
  }

  SseCrowd(URI captions, String apiKey, int marks) throws IOException {
    this.captions = captions;
    this.apiKey = apiKey;
    this.saidNs = new long[marks];
    shown.start();
    stored.start();
    thread.setDaemon(true);
    thread.start();
  }

  /** One more; who does not read is slow beyond measure. */
  void join(boolean reads) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    if (!reads) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_BUFFER);
    }
    channel.connect(new InetSocketAddress(captions.getHost(), captions.getPort()));
    channel.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    if (reads) {
      selector.wakeup();
      channel.register(selector, SelectionKey.OP_READ, new Reader());
    }
  }

  private String request() {
    return "GET "
        + captions.getPath()
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nX-API-Key: "
        + apiKey
        + "\r\n\r\n";
  }

  /** The word of that mark is being said now. */
  String said(int mark) {
    saidNs[mark] = System.nanoTime();
    return "mark" + mark + "x";
  }

  /** Those who were answered 200. */
  int connected() {
    return connected.get();
  }

  /** Connections that the server has ended. */
  int ended() {
    return ended.get();
  }

  /** Until a caption was seen, stored or not. */
  Latencies shown() {
    return shown;
  }

  /** Until it was seen as stored. */
  Latencies stored() {
    return stored;
  }

  @Override
  public void close() throws IOException {
    over = true;
    selector.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (!over) {
      try {
        selector.select(key -> read(key, buffer), 10);
      } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
        return;
      }
    }
  }

  private void read(SelectionKey key, ByteBuffer buffer) {
    buffer.clear();
    try {
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        throw new IOException("ended");
      }
    } catch (IOException gone) {
      ended.incrementAndGet();
      key.cancel();
      return;
    }
    long nowNs = System.nanoTime();
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    take((Reader) key.attachment(), text, nowNs);
  }

  private void take(Reader reader, String text, long nowNs) {
    if (!reader.isConnected && text.startsWith("HTTP/1.1 200")) {
      reader.isConnected = true;
      connected.incrementAndGet();
    }
    String all = reader.carry + text;
    Matcher found = MARK.matcher(all);
    int end = 0;
    while (found.find()) {
      end = found.end();
      Latencies which = found.group(2) == null ? shown : stored;
      which.add(nowNs - saidNs[Integer.parseInt(found.group(1))]);
    }
    reader.carry = all.substring(Math.max(end, all.length() - CARRY));
  }
}
