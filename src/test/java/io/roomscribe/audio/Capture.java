package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * A capture in simulated time: an egress host whose clock is so many ppm fast sends messages of 10
 * ms, in order, each delayed by the network.
 */
final class Capture {
  private static final int MESSAGE_SAMPLES = 480;

  private final ByteBuffer message =
      ByteBuffer.allocate(4 * MESSAGE_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
  private final short[] mono = new short[MESSAGE_SAMPLES];
  private final TrackInput input;
  private final Sound sound;
  private final long startNs;
  private final double nsPerSample;
  private LongUnaryOperator delay = sentNs -> 0;
  private LongPredicate loss = sentNs -> false;
  private long sample;
  private long arrivalNs = Long.MIN_VALUE;

  Capture(TrackInput input, long startNs, double ppm, Sound sound) {
    this.input = input;
    this.startNs = startNs;
    this.nsPerSample = 1e9 / Frame.WIRE_RATE_HZ / (1 + ppm * 1e-6);
    this.sound = sound;
  }

  /** What the network adds to a message sent at a time. */
  Capture delayedBy(LongUnaryOperator nsBySentNs) {
    delay = nsBySentNs;
    return this;
  }

  /** What the source never sends. */
  Capture losing(LongPredicate bySentNs) {
    loss = bySentNs;
    return this;
  }

  TrackInput input() {
    return input;
  }

  /** Delivers what arrives before a time. */
  void deliverUntil(long nowNs) {
    while (true) {
      long sentNs = startNs + Math.round(sample * nsPerSample);
      long dueNs = Math.max(arrivalNs, sentNs + delay.applyAsLong(sentNs));
      if (dueNs >= nowNs) {
        return;
      }
      if (!loss.test(sentNs)) {
        arrivalNs = dueNs;
        send(sentNs);
      }
      sample += MESSAGE_SAMPLES;
    }
  }

  private void send(long sentNs) {
    sound.fill(mono, sentNs * 1e-9, nsPerSample * 1e-9);
    message.clear();
    for (short value : mono) {
      message.putInt((value & 0xffff) * 0x1_0001);
    }
    message.flip();
    input.receive(message, arrivalNs);
  }
}
