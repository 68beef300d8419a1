package io.roomscribe.standin.gladia;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes when the audio of one session came and when its words were sent.
 *
 * <p>Full: after hours of it nothing more is noted.
 *
 * <p>Threading: confined to the lane.
 */
final class Course {

  private static final int MOST_ARRIVALS = 200_000;
  private static final int MOST_SAID = 20_000;

  private final List<Timeline.Arrival> arrivals = new ArrayList<>();
  private final List<Timeline.Said> said = new ArrayList<>();

  /** Audio up to this time of the session counts from now on. */
  void arrived(double endS) {
    if (arrivals.size() < MOST_ARRIVALS) {
      arrivals.add(new Timeline.Arrival(endS, System.nanoTime()));
    }
  }

  /**
   * Words are being sent.
   *
   * @param heardS all chunks that end before this had been listened to
   */
  void said(String utteranceId, boolean isFinal, List<HeardWord> words, double heardS) {
    if (said.size() < MOST_SAID) {
      List<Timeline.Word> spoken =
          words.stream()
              .map(word -> new Timeline.Word(word.text(), word.startS(), word.endS()))
              .toList();
      said.add(new Timeline.Said(utteranceId, isFinal, spoken, heardS, System.nanoTime()));
    }
  }

  Timeline timeline(SessionRequest request, AudioIntake.Recording recording) {
    boolean isPlain =
        request.encoding().equals("wav/pcm")
            && request.bitDepth() == 16
            && request.channels() == 1
            && request.sampleRateHz() == Recogniser.RATE_HZ;
    short[] samples = isPlain ? samples(recording.toBytes()) : new short[0];
    return new Timeline(samples, List.copyOf(arrivals), List.copyOf(said));
  }

  private static short[] samples(byte[] bytes) {
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }
}
