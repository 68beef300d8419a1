package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A publisher that was let in: its decoder, and the session that is told when it goes.
 *
 * <p>Threading: {@link #tag} and {@link #close} on the publisher's thread, {@link #end} from any.
 */
final class SessionPublisher implements FlvSink {

  private final SessionLine line;
  private final FfmpegDecoder decoder;
  private final Consumer<SessionPublisher> gone;
  private final AtomicBoolean over = new AtomicBoolean();

  /** A publisher of the session behind the line; gone is called once when it is over. */
  SessionPublisher(SessionLine line, FfmpegDecoder decoder, Consumer<SessionPublisher> gone) {
    this.line = line;
    this.decoder = decoder;
    this.gone = gone;
  }

  /** Tells the session; not before an older publisher of it has ended. */
  void begin() {
    line.connected(() -> decoder.end("the session does not want the publisher any more"));
  }

  @Override
  public void tag(int type, int timestampMs, ByteBuffer payload) throws IOException {
    decoder.tag(type, timestampMs, payload);
  }

  @Override
  public void close() {
    decoder.close();
    leave();
  }

  /** Feeds the session no more, from now on; its next tag is refused. Does not block. */
  void end(String cause) {
    decoder.end(cause);
    leave();
  }

  private void leave() {
    if (over.compareAndSet(false, true)) {
      line.disconnected(decoder.cause());
      gone.accept(this);
    }
  }
}
