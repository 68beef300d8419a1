package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Cuts our messages into chunks of the size that every peer expects at first, {@value #CHUNK_SIZE}
 * bytes; we say too little to ask for larger ones.
 *
 * <p>Every message has a full header with timestamp 0, so that there is nothing to remember.
 *
 * <p>Threading: confined to the connection's thread, which it blocks.
 *
 * <p>Source: RTMP 1.0, section 5.3.1; control messages go on chunk stream 2 by section 5.4.
 */
final class ChunkWriter {

  static final int CHUNK_SIZE = 128;

  private static final int CONTROL_CHUNKS = 2;
  private static final int COMMAND_CHUNKS = 3;
  private static final int CONTINUED = 3 << 6;
  private static final int LONGEST_HEADER = 12;

  private final WireOutput out;

  ChunkWriter(WireOutput out) {
    this.out = out;
  }

  /** A protocol control message with one number. */
  void control(int type, int number) throws IOException {
    send(CONTROL_CHUNKS, type, 0, ByteBuffer.allocate(4).putInt(number).flip());
  }

  /** The bandwidth that we wish the peer to keep to, as a dynamic limit, which binds nobody. */
  void peerBandwidth(int bytes) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(5).putInt(bytes).put((byte) 2).flip();
    send(CONTROL_CHUNKS, RtmpMessage.PEER_BANDWIDTH, 0, payload);
  }

  /** A user control event. */
  void event(int event, int value) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(6).putShort((short) event).putInt(value).flip();
    send(CONTROL_CHUNKS, RtmpMessage.USER_CONTROL, 0, payload);
  }

  /** A command or an answer to one, made by {@link AmfWriter}. */
  void command(int streamId, ByteBuffer payload) throws IOException {
    send(COMMAND_CHUNKS, RtmpMessage.COMMAND, streamId, payload);
  }

  private void send(int chunkStream, int type, int streamId, ByteBuffer payload)
      throws IOException {
    int length = payload.remaining();
    ByteBuffer chunks = ByteBuffer.allocate(LONGEST_HEADER + length + length / CHUNK_SIZE);
    chunks.put((byte) chunkStream).putShort((short) 0).put((byte) 0);
    chunks.put((byte) (length >> 16)).putShort((short) length).put((byte) type);
    chunks.putInt(Integer.reverseBytes(streamId));
    while (payload.remaining() > CHUNK_SIZE) {
      chunks.put(payload.slice(payload.position(), CHUNK_SIZE));
      payload.position(payload.position() + CHUNK_SIZE);
      chunks.put((byte) (CONTINUED | chunkStream));
    }
    out.write(chunks.put(payload).flip());
  }
}
