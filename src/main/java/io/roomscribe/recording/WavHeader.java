package io.roomscribe.recording;

import io.roomscribe.audio.RoomMixer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the samples of a recording in a WAV file: mono s16le at 16 kHz.
 *
 * <p>Always of the same length, so that a sample keeps its place in the file while that grows: what
 * is JUNK in a file below 4 GiB (37 h) makes room for the 64-bit lengths of a longer one, which is
 * then RF64. Source: EBU Tech 3306, "Achieving compatibility between BWF and RF64".
 */
final class WavHeader {

  /** Length of the header in bytes. */
  static final int BYTES = 80;

  private static final int SAMPLE_BYTES = 2;
  private static final short PCM = 1;
  private static final long LARGEST = 0xFFFF_FFFFL;
  private static final int SEE_DS64 = -1;
  private static final int DS64_BYTES = 28;
  private static final int CHUNK_HEAD_BYTES = 8;

  private WavHeader() {}

  /** The header for so many bytes of samples. */
  static byte[] of(long dataBytes) {
    long riffBytes = dataBytes + BYTES - CHUNK_HEAD_BYTES;
    boolean isLong = riffBytes > LARGEST;
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    name(header, isLong ? "RF64" : "RIFF");
    header.putInt(isLong ? SEE_DS64 : (int) riffBytes);
    name(header, "WAVE");
    if (isLong) {
      name(header, "ds64");
      header.putInt(DS64_BYTES).putLong(riffBytes).putLong(dataBytes);
      header.putLong(dataBytes / SAMPLE_BYTES).putInt(0);
    } else {
      name(header, "JUNK");
      header.putInt(DS64_BYTES).put(new byte[DS64_BYTES]);
    }
    format(header);
    name(header, "data");
    header.putInt(isLong ? SEE_DS64 : (int) dataBytes);
    return header.array();
  }

  private static void format(ByteBuffer header) {
    int rate = RoomMixer.OUTPUT_RATE_HZ;
    name(header, "fmt ");
    header.putInt(16).putShort(PCM).putShort((short) 1);
    header.putInt(rate).putInt(rate * SAMPLE_BYTES);
    header.putShort((short) SAMPLE_BYTES).putShort((short) (SAMPLE_BYTES * Byte.SIZE));
  }

  private static void name(ByteBuffer header, String chunk) {
    header.put(chunk.getBytes(StandardCharsets.US_ASCII));
  }
}
