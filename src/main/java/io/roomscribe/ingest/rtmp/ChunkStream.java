package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One chunk stream of a peer: the last header, from which the next ones leave out what they repeat,
 * and the message whose chunks are coming in.
 *
 * <p>Source: RTMP 1.0, section 5.3.1. A header without a timestamp that begins a message repeats
 * the last header's timestamp field, even where that was absolute: FFmpeg and GStreamer count on
 * it. A header without a timestamp that continues an extended one carries the four extended bytes
 * again, except that old clients leave them out: they are there if they equal the last.
 *
 * <p>Threading: confined to the connection's thread.
 */
final class ChunkStream {

  private static final int EXTENDED = 0xffffff;

  private boolean fresh = true;
  private int field;
  private boolean extended;
  private int timestampMs;
  private int length;
  private int type;
  private int streamId;
  private int filled;
  private boolean open;
  private byte @Nullable [] body;

  /**
   * Reads what follows the chunk's basic header.
   *
   * @param format 0 to 3, from all fields to none
   */
  void readHeader(int format, WireInput in) throws IOException {
    if (open && format != 3) {
      throw new ProtocolViolation("a message begins within another of its chunk stream");
    }
    // librtmp opens its ping stream by format 1, for which everything left out is zero.
    if (fresh && format > 1) {
      throw new ProtocolViolation("a chunk stream begins by repeating a header");
    }
    fresh = false;
    readFields(format, in);
    readExtension(format, in);
    if (!open) {
      timestampMs = format == 0 ? field : timestampMs + field;
    }
  }

  private void readFields(int format, WireInput in) throws IOException {
    if (format <= 2) {
      field = in.u24();
      extended = field == EXTENDED;
    }
    if (format <= 1) {
      length = in.u24();
      type = in.u8();
    }
    if (format == 0) {
      streamId = in.i32LittleEndian();
    }
  }

  private void readExtension(int format, WireInput in) throws IOException {
    if (!extended) {
      return;
    }
    if (format <= 2) {
      field = in.i32();
    } else if (in.peekI32() == field) {
      in.skip(4);
    }
  }

  /** A message has begun that is not whole yet. */
  boolean isOpen() {
    return open;
  }

  /** The bytes of memory that the message needs, or has. */
  int memory() {
    return RtmpMessage.isRead(type) ? length : 0;
  }

  /** Begins the message of the last header. */
  void open() {
    open = true;
    filled = 0;
    body = new byte[memory()];
  }

  /** Forgets the message. */
  void abort() {
    open = false;
    body = null;
  }

  /**
   * Reads the chunk's part of the message.
   *
   * @return the message if that was its last part
   */
  @Nullable RtmpMessage readPayload(int chunkSize, WireInput in) throws IOException {
    int part = Math.min(chunkSize, length - filled);
    if (body == null || body.length == 0) {
      in.skip(part);
    } else {
      in.read(body, filled, part);
    }
    filled += part;
    if (filled < length) {
      return null;
    }
    byte[] whole = body == null ? new byte[0] : body;
    abort();
    return new RtmpMessage(type, streamId, timestampMs, ByteBuffer.wrap(whole));
  }
}
