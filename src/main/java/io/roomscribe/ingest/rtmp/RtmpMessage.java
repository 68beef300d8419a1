package io.roomscribe.ingest.rtmp;

import java.nio.ByteBuffer;

/**
 * One whole message.
 *
 * @param type one of the constants here, or another that nobody reads
 * @param streamId the message stream, 0 for the connection itself
 * @param timestampMs an unsigned count of ms that wraps around at 2^32
 * @param payload the message's body; empty for a type that nobody reads, whatever was sent
 */
record RtmpMessage(int type, int streamId, int timestampMs, ByteBuffer payload) {

  static final int SET_CHUNK_SIZE = 1;
  static final int ABORT = 2;
  static final int ACKNOWLEDGEMENT = 3;
  static final int USER_CONTROL = 4;
  static final int WINDOW_SIZE = 5;
  static final int PEER_BANDWIDTH = 6;
  static final int AUDIO = 8;
  static final int COMMAND_AMF3 = 17;
  static final int COMMAND = 20;

  /** Video, metadata, shared objects and aggregates are not worth their memory. */
  static boolean isRead(int type) {
    return type <= PEER_BANDWIDTH || type == AUDIO || type == COMMAND || type == COMMAND_AMF3;
  }

  /** The protocol's own messages, which belong to no stream. */
  boolean isControl() {
    return type >= SET_CHUNK_SIZE && type <= PEER_BANDWIDTH;
  }
}
