package io.roomscribe.standin.speech;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * PCM in a RIFF/WAV file.
 *
 * @param rateHz frames per second
 * @param channels interleaved channels
 * @param samples s16, interleaved
 */
public record Wav(int rateHz, int channels, short[] samples) {

  private static final int HEADER_BYTES = 44;
  private static final int PCM = 1;

  /**
   * Reads to the end of the stream; chunks other than {@code fmt} and {@code data} are skipped.
   *
   * @throws IOException if it is not 16-bit PCM in a RIFF/WAV file
   */
  public static Wav read(InputStream in) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (file.remaining() < HEADER_BYTES || !"RIFF".equals(tag(file))) {
      throw new IOException("not a RIFF file");
    }
    file.position(12);
    int rateHz = 0;
    int channels = 0;
    while (file.remaining() >= 8) {
      String tag = tag(file);
      int size = Math.min(file.getInt(), file.remaining());
      int next = file.position() + size + (size & 1);
      if ("fmt ".equals(tag)) {
        int format = file.getShort();
        channels = file.getShort();
        rateHz = file.getInt();
        file.position(file.position() + 6);
        if (format != PCM || file.getShort() != 16) {
          throw new IOException("not 16-bit PCM");
        }
      } else if ("data".equals(tag)) {
        short[] samples = new short[size / 2];
        file.asShortBuffer().get(samples);
        return new Wav(rateHz, channels, samples);
      }
      file.position(Math.min(next, file.limit()));
    }
    throw new IOException("no data chunk");
  }

  /** The file's bytes: a 44-byte header and the samples. */
  public byte[] toBytes() {
    int dataBytes = samples.length * 2;
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + dataBytes).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(16).putShort((short) PCM).putShort((short) channels);
    file.putInt(rateHz).putInt(rateHz * channels * 2);
    file.putShort((short) (channels * 2)).putShort((short) 16);
    file.put(ascii("data")).putInt(dataBytes);
    file.asShortBuffer().put(samples);
    return file.array();
  }

  private static String tag(ByteBuffer file) {
    byte[] tag = new byte[4];
    file.get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String tag) {
    return tag.getBytes(StandardCharsets.US_ASCII);
  }
}
