package io.roomscribe.standin.gladia;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the bytes of a session into samples: any documented encoding, depth, rate and number of
 * channels in, one array per channel at {@link Recogniser#RATE_HZ} out.
 *
 * <p>A WAV header at the very beginning is skipped; bytes of an incomplete frame wait for the rest.
 *
 * <p>Threading: confined to the session's listening thread.
 */
final class AudioIntake {

  private static final int LONGEST_HEADER = 4096;

  private final String encoding;
  private final int bytesPerSample;
  private final int channels;
  private final RateConverter[] converters;
  private byte[] rest = new byte[0];
  private boolean begun;

  AudioIntake(SessionRequest request) {
    encoding = request.encoding();
    bytesPerSample = request.bitDepth() / 8;
    channels = request.channels();
    converters = new RateConverter[channels];
    for (int i = 0; i < channels; i++) {
      converters[i] = new RateConverter(request.sampleRateHz(), Recogniser.RATE_HZ);
    }
  }

  /** The samples of each channel that these bytes complete. */
  short[][] take(byte[] bytes) {
    byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
    System.arraycopy(bytes, 0, all, rest.length, bytes.length);
    int from = 0;
    if (!begun) {
      from = endOfHeader(all);
      if (from < 0) {
        rest = all;
        return new short[channels][0];
      }
      begun = true;
    }
    int frameBytes = bytesPerSample * channels;
    int frames = (all.length - from) / frameBytes;
    short[][] taken = new short[channels][];
    for (int channel = 0; channel < channels; channel++) {
      double[] samples = new double[frames];
      for (int i = 0; i < frames; i++) {
        samples[i] = sample(all, from + i * frameBytes + channel * bytesPerSample);
      }
      taken[channel] = converters[channel].convert(samples);
    }
    rest = Arrays.copyOfRange(all, from + frames * frameBytes, all.length);
    return taken;
  }

  /** Where the audio begins, or -1 while that cannot be told. */
  private static int endOfHeader(byte[] bytes) {
    if (bytes.length < 4) {
      return -1;
    }
    if (!new String(bytes, 0, 4, StandardCharsets.US_ASCII).equals("RIFF")) {
      return 0;
    }
    int known = Math.min(bytes.length, LONGEST_HEADER);
    int data = new String(bytes, 0, known, StandardCharsets.ISO_8859_1).indexOf("data");
    if (data >= 0 && bytes.length >= data + 8) {
      return data + 8;
    }
    return bytes.length >= LONGEST_HEADER ? 0 : -1;
  }

  private double sample(byte[] bytes, int at) {
    return switch (encoding) {
      case "wav/alaw" -> aLaw(bytes[at]);
      case "wav/ulaw" -> muLaw(bytes[at]);
      default -> pcm(bytes, at);
    };
  }

  /** In units of s16, whatever the depth; 8-bit PCM in WAV is unsigned. */
  private double pcm(byte[] bytes, int at) {
    if (bytesPerSample == 1) {
      return ((bytes[at] & 0xff) - 128) * 256.0;
    }
    int value = bytes[at + bytesPerSample - 1];
    for (int i = bytesPerSample - 2; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value / Math.pow(2, 8.0 * (bytesPerSample - 2));
  }

  /** ITU-T G.711. */
  private static double muLaw(byte code) {
    int bits = ~code & 0xff;
    int magnitude = (((bits & 0x0f) << 3) + 0x84 << (bits >> 4 & 7)) - 0x84;
    return (bits & 0x80) != 0 ? -magnitude : magnitude;
  }

  /** ITU-T G.711. */
  private static double aLaw(byte code) {
    int bits = (code ^ 0x55) & 0xff;
    int exponent = bits >> 4 & 7;
    int mantissa = (bits & 0x0f) << 4;
    int magnitude = exponent == 0 ? mantissa + 8 : mantissa + 0x108 << exponent - 1;
    return (bits & 0x80) != 0 ? magnitude : -magnitude;
  }

  /** The audio of one session as it was received, up to a bound; what comes later is not kept. */
  static final class Recording {

    private static final int LONGEST_BYTES = 64 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(byte[] chunk) {
      if (bytes.size() + chunk.length <= LONGEST_BYTES) {
        bytes.writeBytes(chunk);
      }
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }
}
