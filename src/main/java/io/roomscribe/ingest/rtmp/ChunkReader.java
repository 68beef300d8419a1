package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a peer's messages together from the chunks of its interleaved chunk streams.
 *
 * <p>Memory: the messages being put together hold no more than {@link #allow} says, all together;
 * those that nobody reads are skipped as they come and may have any length. Chunk streams: no more
 * than {@value #MOST_STREAMS}, where real clients use six.
 *
 * <p>Threading: confined to the connection's thread, which it blocks. Errors: {@link
 * ProtocolViolation} for what no client sends.
 *
 * <p>Source: RTMP 1.0, sections 5.3 and 5.4.
 */
final class ChunkReader {

  static final int MOST_STREAMS = 64;

  private static final int DEFAULT_CHUNK_SIZE = 128;

  private final WireInput in;
  private final Map<Integer, ChunkStream> streams = new HashMap<>();
  private int chunkSize = DEFAULT_CHUNK_SIZE;
  private int mostMemory;
  private int memory;

  ChunkReader(WireInput in, int mostMemory) {
    this.in = in;
    this.mostMemory = mostMemory;
  }

  /** How many bytes of messages may be held from now on. */
  void allow(int bytes) {
    mostMemory = bytes;
  }

  /** The next message that is not about chunks; its payload is the caller's. */
  RtmpMessage next() throws IOException {
    while (true) {
      RtmpMessage message = readChunk();
      if (message != null && !aboutChunks(message)) {
        return message;
      }
    }
  }

  private @Nullable RtmpMessage readChunk() throws IOException {
    int first = in.u8();
    ChunkStream stream = stream(chunkStreamId(first & 0x3f));
    stream.readHeader(first >>> 6, in);
    if (!stream.isOpen()) {
      hold(stream);
    }
    RtmpMessage message = stream.readPayload(chunkSize, in);
    if (message != null) {
      memory -= message.payload().capacity();
    }
    return message;
  }

  /** Ids up to 63 are in the first byte; 0 and 1 there say that one or two more bytes follow. */
  private int chunkStreamId(int low) throws IOException {
    return switch (low) {
      case 0 -> 64 + in.u8();
      case 1 -> 64 + in.u8() + (in.u8() << 8);
      default -> low;
    };
  }

  private ChunkStream stream(int id) throws ProtocolViolation {
    ChunkStream known = streams.get(id);
    if (known != null) {
      return known;
    }
    if (streams.size() == MOST_STREAMS) {
      throw new ProtocolViolation("more than " + MOST_STREAMS + " chunk streams");
    }
    ChunkStream stream = new ChunkStream();
    streams.put(id, stream);
    return stream;
  }

  private void hold(ChunkStream stream) throws ProtocolViolation {
    if (stream.memory() > mostMemory - memory) {
      throw new ProtocolViolation("messages of more than " + mostMemory + " bytes");
    }
    memory += stream.memory();
    stream.open();
  }

  private boolean aboutChunks(RtmpMessage message) throws ProtocolViolation {
    switch (message.type()) {
      case RtmpMessage.SET_CHUNK_SIZE -> chunkSize = chunkSize(number(message));
      case RtmpMessage.ABORT -> abort(streams.get(number(message)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int chunkSize(int asked) throws ProtocolViolation {
    if (asked < 1) {
      throw new ProtocolViolation("chunks of " + asked + " bytes");
    }
    return asked;
  }

  private void abort(@Nullable ChunkStream stream) {
    if (stream != null && stream.isOpen()) {
      memory -= stream.memory();
      stream.abort();
    }
  }

  private static int number(RtmpMessage message) throws ProtocolViolation {
    ByteBuffer payload = message.payload();
    if (payload.remaining() < 4) {
      throw new ProtocolViolation("a control message without its number");
    }
    return payload.getInt();
  }
}
