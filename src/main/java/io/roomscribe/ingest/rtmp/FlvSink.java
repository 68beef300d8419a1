package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes one publisher's audio as the bodies of FLV tags.
 *
 * <p>Threading: the connection's thread alone, for {@link #close} too. An interrupt means that the
 * publisher is being disconnected: end soon. Ownership: the connection closes it, once, whichever
 * way the publication ends.
 */
public interface FlvSink extends AutoCloseable {

  /**
   * One tag. May block for a bounded time: no more is read from the publisher meanwhile, and TCP
   * holds it back.
   *
   * @param type of the FLV tag; only audio comes, 8, its AAC sequence header among it
   * @param timestampMs the publisher's time in ms, an unsigned count that wraps around at 2^32
   * @param payload the tag's body; valid during this call only
   * @throws IOException the stream cannot go on: the publisher is disconnected, and may come again
   */
  void tag(int type, int timestampMs, ByteBuffer payload) throws IOException;

  /** The publication has ended. */
  @Override
  void close();
}
