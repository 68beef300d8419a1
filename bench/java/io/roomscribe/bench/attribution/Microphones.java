package io.roomscribe.bench.attribution;

import io.roomscribe.audio.Arrival;
import io.roomscribe.audio.MixerSettings;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.audio.TrackInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * One microphone for each speaker and some more for those who only listen, into a mixer; each hears
 * its own voice, those of the others so many dB weaker and 3 ms later, and hiss.
 *
 * @param crosstalkDb below 0; NEGATIVE_INFINITY for none
 * @param driftPpm how much the clock of every second microphone is fast, and of the others slow
 * @param listeners more microphones
 */
record Microphones(double crosstalkDb, double driftPpm, int listeners) {

  /** How far a sound is placed behind its arrival. */
  static final int JITTER_TARGET_MS = 100;

  private static final int MESSAGE = 480;
  private static final int LATER = 144;
  private static final double HISS = 12;
  private static final long NS_PER_MS = 1_000_000;

  /** All of it, mixed. */
  RoomMixer mixed(Talk talk) {
    RoomMixer mixer = new RoomMixer(new MixerSettings(100, JITTER_TARGET_MS, 10_000, 900_000), 0);
    int count = talk.speakers().size() + listeners;
    TrackInput[] inputs = new TrackInput[count];
    for (int i = 0; i < count; i++) {
      inputs[i] = mixer.open(name(talk, i), Arrival.EVEN, 0);
    }
    short[] all = sum(talk);
    short[] block = new short[mixer.blockSamples()];
    Random random = new Random(7);
    ByteBuffer message = ByteBuffer.allocate(4 * MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
    long[] sent = new long[count];
    long endMs = all.length / Talk.RATE_KHZ;
    for (long ms = 10; ms < endMs; ms += 10) {
      for (int i = 0; i < count; i++) {
        double rate = 1 + (i % 2 == 0 ? driftPpm : -driftPpm) / 1e6;
        while ((sent[i] + MESSAGE) / rate <= ms * Talk.RATE_KHZ) {
          fill(message, i < talk.voices().length ? talk.voices()[i] : null, all, sent[i] / rate);
          hiss(message, random);
          inputs[i].receive(message, ms * NS_PER_MS);
          sent[i] += MESSAGE;
        }
      }
      while (mixer.isDue(ms * NS_PER_MS)) {
        mixer.mix(block);
        mixer.takeGaps();
      }
    }
    return mixer;
  }

  /** Of the track; a speaker's is theirs. */
  static String name(Talk talk, int index) {
    return index < talk.speakers().size() ? talk.speakers().get(index) : "listener-" + index;
  }

  /** The sound at a position of the true clock; a drift within one message does not matter. */
  private void fill(ByteBuffer message, short[] own, short[] all, double position) {
    message.clear();
    double gain = Math.pow(10, crosstalkDb / 20);
    int from = (int) Math.round(position);
    for (int i = from; i < from + MESSAGE; i++) {
      double near = own == null || i >= own.length ? 0 : own[i];
      int late = i - LATER;
      double far = late < 0 || late >= all.length ? 0 : all[late];
      double others = own == null || late < 0 || late >= own.length ? far : far - own[late];
      short sample = saturated(near + gain * others);
      message.putShort(sample).putShort(sample);
    }
    message.flip();
  }

  private static void hiss(ByteBuffer message, Random random) {
    for (int at = 0; at < message.limit(); at += 4) {
      short sample = saturated(message.getShort(at) + random.nextGaussian() * HISS);
      message.putShort(at, sample).putShort(at + 2, sample);
    }
  }

  private static short[] sum(Talk talk) {
    short[] all = new short[talk.voices()[0].length];
    for (short[] voice : talk.voices()) {
      for (int i = 0; i < all.length; i++) {
        all[i] = saturated(all[i] + voice[i]);
      }
    }
    return all;
  }

  private static short saturated(double sample) {
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
  }
}
