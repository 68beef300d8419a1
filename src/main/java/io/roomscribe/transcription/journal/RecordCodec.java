package io.roomscribe.transcription.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a journal's files: records one after another, each with its length and checksum.
 *
 * <p>Shape of a record, big-endian: int length of the payload, int CRC32C of all that follows and
 * of the length, byte kind, long position, payload. Positions are those of {@link
 * io.roomscribe.transcription.AudioJournal}; what lies between two records of audio was silence and
 * takes no room.
 *
 * <p>Torn tails: a record counts only if it is there to its last byte and its checksum is right;
 * reading ends at the first that does not, and a file of zeros holds none.
 *
 * <p>Threading: none of its own.
 */
final class RecordCodec {

  /** A payload of audio that begins at the position. */
  static final byte AUDIO = 1;

  /** No payload: everything before the position was needed no longer. */
  static final byte MARK = 2;

  /** A payload that the appender wanted kept, noted at the position. */
  static final byte NOTE = 3;

  /** Bytes of a record without its payload. */
  static final int OVERHEAD = Integer.BYTES + Integer.BYTES + 1 + Long.BYTES;

  /** Longest payload believed; blocks are some kB. */
  static final int LARGEST_PAYLOAD = 1 << 20;

  private static final int CHECKED_FROM = 2 * Integer.BYTES;

  /** Takes what was read; called in the order of the file. */
  @FunctionalInterface
  interface Taker {

    /**
     * A whole record.
     *
     * @param payload to be read before the call returns
     */
    void record(byte kind, long position, ByteBuffer payload);
  }

  private RecordCodec() {}

  /** A record, ready to be written. */
  static ByteBuffer encode(byte kind, long position, byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(OVERHEAD + payload.length);
    record.putInt(payload.length).putInt(0).put(kind).putLong(position).put(payload).flip();
    record.putInt(Integer.BYTES, checksum(record, payload.length));
    return record;
  }

  /** Reads the whole records at the beginning of the file; returns how many bytes they are. */
  static int read(ByteBuffer file, Taker taker) {
    int at = 0;
    while (file.limit() - at >= OVERHEAD) {
      int length = file.getInt(at);
      if (length < 0 || length > LARGEST_PAYLOAD || length > file.limit() - at - OVERHEAD) {
        break;
      }
      ByteBuffer record = file.slice(at, OVERHEAD + length);
      if (record.getInt(Integer.BYTES) != checksum(record, length)) {
        break;
      }
      taker.record(
          record.get(CHECKED_FROM),
          record.getLong(CHECKED_FROM + 1),
          record.slice(OVERHEAD, length));
      at += OVERHEAD + length;
    }
    return at;
  }

  private static int checksum(ByteBuffer record, int length) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(CHECKED_FROM, OVERHEAD - CHECKED_FROM + length));
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    return (int) crc.getValue();
  }
}
