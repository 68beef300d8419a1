package io.roomscribe.ingest.rtmp;

import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.ThreadLanes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A listener on a free port of this host, real threads, a clock that stands still until told
 * otherwise, and a gate that knows one key.
 */
final class ListenerRig implements AutoCloseable, Clock {

  static final String KEY = "rIght-key_1";

  static final RtmpLimits LIMITS =
      new RtmpLimits(4, 8, Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 20);

  final List<RecordingSink> sinks = new CopyOnWriteArrayList<>();
  final RtmpListener listener;
  final RtmpHost host;
  private final ThreadLanes lanes = new ThreadLanes();
  private final AtomicLong nanos = new AtomicLong();

  ListenerRig() throws IOException {
    this(LIMITS, RecordingSink::new);
  }

  ListenerRig(RtmpLimits limits, Function<Publication, RecordingSink> sinkMaker)
      throws IOException {
    PublisherGate gate =
        publication -> {
          if (!publication.key().equals(KEY)) {
            return Optional.empty();
          }
          RecordingSink sink = sinkMaker.apply(publication);
          sinks.add(sink);
          return Optional.of(sink);
        };
    host = new RtmpHost(gate, lanes, this);
    listener =
        RtmpListener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, host);
  }

  String url(String name, String key) {
    return "rtmp://127.0.0.1:" + listener.port() + "/live/" + name + "?key=" + key;
  }

  /** The nth sink, once it is there. */
  RecordingSink sink(int n) {
    await().until(() -> sinks.size() > n);
    return sinks.get(n);
  }

  /** Threads of their own that run now, the accepting one among them. */
  int threads() {
    return lanes.threads();
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void close() {
    listener.close();
    lanes.close();
  }
}
