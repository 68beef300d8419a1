package io.roomscribe.ingest.rtmp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of one peer in the order in which they came; big-endian, as all of RTMP but one field.
 *
 * <p>Threading: confined to the connection's thread, which it blocks until the bytes are there.
 * Errors: {@link EOFException} when the peer has ended the stream.
 */
final class WireInput {

  private final ReadableByteChannel channel;
  private final Patience patience;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024).limit(0);
  private long received;

  WireInput(ReadableByteChannel channel, Patience patience) {
    this.channel = channel;
    this.patience = patience;
  }

  int u8() throws IOException {
    need(1);
    return buffer.get() & 0xff;
  }

  int u24() throws IOException {
    need(3);
    return ((buffer.getShort() & 0xffff) << 8) | (buffer.get() & 0xff);
  }

  int i32() throws IOException {
    need(4);
    return buffer.getInt();
  }

  int i32LittleEndian() throws IOException {
    return Integer.reverseBytes(i32());
  }

  /** The next four bytes as a number, left where they are. */
  int peekI32() throws IOException {
    need(4);
    return buffer.getInt(buffer.position());
  }

  /** Fills the given part of the array. */
  void read(byte[] into, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      need(1);
      int part = Math.min(length - done, buffer.remaining());
      buffer.get(into, offset + done, part);
      done += part;
    }
  }

  void skip(int length) throws IOException {
    for (int left = length; left > 0; ) {
      need(1);
      int part = Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + part);
      left -= part;
    }
  }

  /** Bytes taken out so far. */
  long consumed() {
    return received - buffer.remaining();
  }

  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    try {
      while (buffer.position() < bytes) {
        fill();
      }
    } finally {
      buffer.flip();
    }
  }

  private void fill() throws IOException {
    patience.waits();
    int count = channel.read(buffer);
    patience.goesOn();
    if (count < 0) {
      throw new EOFException("the peer ended the stream");
    }
    received += count;
  }
}
