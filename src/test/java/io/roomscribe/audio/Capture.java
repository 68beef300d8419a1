package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/**
 * A capture in simulated time: an egress host whose clock is so many ppm fast sends 10 ms messages.
 * What it sends is a function of true time, so that the mix can be compared with it.
 */
final class Capture {
  static final int MESSAGE_SAMPLES = 480;

  /** What is heard at a time. */
  interface Sound {
    short at(double seconds);
  }

  private final ByteBuffer message =
      ByteBuffer.allocate(4 * MESSAGE_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
  private final Sound sound;
  private final long startNs;
  private final double nsPerSample;
  private long sample;

  TrackInput input;

  Capture(TrackInput input, long startNs, double ppm, Sound sound) {
    this.input = input;
    this.startNs = startNs;
    this.nsPerSample = 1e9 / Frame.WIRE_RATE_HZ / (1 + ppm * 1e-6);
    this.sound = sound;
  }

  /** When the next message's first sample is heard, and the message sent. */
  long nextNs() {
    return startNs + Math.round(sample * nsPerSample);
  }

  /** Sends what is heard before a time, each message with its delay. */
  void sendUntil(long nowNs, LongFunction<Long> arrival) {
    while (nextNs() < nowNs) {
      long at = nextNs();
      fill();
      input.receive(message, arrival.apply(at));
    }
  }

  /** Sends without delay what is heard before a time. */
  void sendUntil(long nowNs) {
    sendUntil(nowNs, at -> at);
  }

  /** The source loses what is heard before a time: it is never sent, and not missed by number. */
  void loseUntil(long nowNs) {
    while (nextNs() < nowNs) {
      sample += MESSAGE_SAMPLES;
    }
  }

  private void fill() {
    message.clear();
    for (int i = 0; i < MESSAGE_SAMPLES; i++) {
      short value = sound.at((startNs + (sample + i) * nsPerSample) * 1e-9);
      message.putShort(value).putShort(value);
    }
    sample += MESSAGE_SAMPLES;
    message.flip();
  }
}
