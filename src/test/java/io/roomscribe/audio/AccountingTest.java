package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 2_000, 10_000);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void counters_anyMishaps_addUpOnTheWireAndOnTheClock(long seed) {
    Random random = new Random(seed);
    Rig rig = new Rig(SETTINGS);
    Sound talk = Sound.voice(6_000, seed).when(s -> s % 7 < 5);
    Capture capture = rig.capture("a", 0, random.nextInt(400) - 200, talk);
    long[] stallEndNs = {0};
    capture.delayedBy(
        sentNs -> {
          if (sentNs > SECOND && random.nextInt(400) == 0) {
            stallEndNs[0] = sentNs + random.nextInt(4_000) * MS;
          }
          return Math.max(stallEndNs[0] - sentNs, sentNs < SECOND ? 0 : random.nextInt(30) * MS);
        });
    capture.losing(sentNs -> sentNs > SECOND && sentNs / SECOND % 11 == 3);

    for (int at = 2; at < 120; at += 2) {
      rig.runUntil(at * SECOND);
      if (random.nextInt(6) == 0) {
        rig.pauseUntil(at * SECOND + random.nextInt(5_000) * MS);
        rig.runUntil((at + 6) * SECOND);
      }
    }

    TrackCounters counters = capture.input().counters();
    long dropped = counters.droppedInSilence() + counters.droppedInSpeech();
    long held = capture.input().ring().available();
    assertThat(counters.mixed() + dropped + counters.overflowed() + held)
        .isEqualTo(counters.received());
    long pulled = rig.mixer.positionSamples() * Frame.DECIMATION + Frame.WIRE_SAMPLES;
    long start = Frame.wireSamples(SETTINGS.jitterTargetMs());
    // A fast clock's first sample may be placed one earlier, by the messages after the first.
    assertThat(counters.mixed() + counters.invented() - (pulled - start)).isBetween(0L, 1L);
    assertThat(counters.overflowed()).isPositive();
    assertThat(counters.droppedInSilence()).isPositive();
  }

  @Test
  void receiveAndMix_afterWarmUp_allocateNothing() {
    RoomMixer mixer = new RoomMixer(SETTINGS, 0);
    TrackInput[] inputs = {
      mixer.open("a", Arrival.EVEN, 0),
      mixer.open("b", Arrival.EVEN, 0),
      mixer.open("c", Arrival.EVEN, 0)
    };
    ByteBuffer message = ByteBuffer.allocate(1_921);
    new Random(1).nextBytes(message.array());
    short[] block = new short[mixer.blockSamples()];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    talk(mixer, inputs, message, block, 0, 600);

    long before = threads.getCurrentThreadAllocatedBytes();
    talk(mixer, inputs, message, block, 600, 1_200);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes for 18000 messages and 600 blocks")
        .isLessThan(4_096);
    assertThat(inputs[2].counters().mixed()).isGreaterThan(5_000_000);
  }

  private static void talk(
      RoomMixer mixer, TrackInput[] inputs, ByteBuffer message, short[] block, int from, int to) {
    for (int tick = from; tick < to; tick++) {
      for (int i = 0; i < 10; i++) {
        for (TrackInput input : inputs) {
          input.receive(message.clear(), (tick * 100L + i * 10) * MS);
        }
      }
      mixer.mix(block);
    }
  }
}
