package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SampleRingTest {
  private final SampleRing ring = new SampleRing(1_000);

  @Test
  void peek_writtenSamples_copiesFromTheGivenOneAndLeavesThem() {
    write(0, 10);
    short[] target = new short[4];

    assertThat(ring.peek(7, target, 4)).isEqualTo(3);
    assertThat(target).startsWith(value(7), value(8), value(9));
    assertThat(ring.available()).isEqualTo(10);
  }

  @Test
  void dropExcess_moreThanTheLimit_dropsTheOldestAndSaysHowMany() {
    write(0, 1_300);

    assertThat(ring.excess()).isEqualTo(300);
    assertThat(ring.dropExcess()).isEqualTo(300);
    assertThat(ring.available()).isEqualTo(1_000);
    short[] target = new short[1];
    ring.peek(0, target, 1);
    assertThat(target[0]).isEqualTo(value(300));
    assertThat(ring.excess()).isZero();
  }

  @Test
  void peek_overtakenByTheWriter_isRefused() {
    for (int at = 0; at < 200_000; at += 1_000) {
      write(at, 1_000);
    }

    assertThat(ring.peek(0, new short[1], 1)).isEqualTo(-1);
  }

  @Test
  void held_readAtOnce_isLittleHoweverMuchIsWritten() {
    for (int at = 0; at < 5_000_000; at += 480) {
      write(at, 480);
      ring.take(480);
    }

    assertThat(ring.held()).isLessThanOrEqualTo(2 * 2_048);
  }

  @Test
  void held_afterABurstWasRead_isGivenBack() {
    for (int at = 0; at < 480_000; at += 480) {
      write(at, 480);
    }
    long most = ring.held();
    ring.dropExcess();
    for (int at = 480_000; at < 3_000_000; at += 480) {
      write(at, 480);
      ring.take(480);
    }

    assertThat(most).isBetween(49_000L, 60_000L);
    assertThat(ring.held()).isLessThanOrEqualTo(3 * 2_048);
  }

  @Test
  @Timeout(300)
  void twoThreads_writerWaitingForRoom_nothingIsLostOrDoubled() throws InterruptedException {
    long total = 2_000_000;
    Thread writer =
        new Thread(
            () -> {
              for (long at = 0; at < total; ) {
                int room = (int) (1_000 - (at - ring.taken()));
                int count = (int) Math.min(total - at, Math.min(room, 1 + at % 480));
                if (count > 0) {
                  write(at, count);
                  at += count;
                } else {
                  Thread.onSpinWait();
                }
              }
            });
    writer.start();
    long wrong = 0;
    short[] target = new short[700];
    while (ring.taken() < total) {
      int copied = ring.peek(0, target, 700);
      wrong += wrong(target, ring.taken(), copied);
      ring.take(copied);
    }
    writer.join();

    assertThat(wrong).isZero();
    assertThat(ring.written()).isEqualTo(total);
    assertThat(ring.dropExcess()).isZero();
  }

  @Test
  @Timeout(300)
  void twoThreads_writerRacingAhead_readerSeesOnlyRightSamplesAndCountsTheLost()
      throws InterruptedException {
    long total = 40_000 * 480;
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (long at = 0; at < total; at += 480) {
                write(at, 480);
              }
              done.set(true);
            });
    writer.start();
    long wrong = 0;
    long read = 0;
    long lost = 0;
    short[] target = new short[1_000];
    while (!done.get() || ring.available() > 0) {
      lost += ring.dropExcess();
      int copied = ring.peek(0, target, 1_000);
      if (copied > 0) {
        wrong += wrong(target, ring.taken(), copied);
        ring.take(copied);
        read += copied;
      }
    }
    writer.join();

    assertThat(wrong).isZero();
    assertThat(lost).isPositive();
    assertThat(read + lost).isEqualTo(total);
  }

  private void write(long from, int count) {
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = value(from + i);
    }
    ring.put(samples, count);
  }

  private static long wrong(short[] samples, long from, int count) {
    long wrong = 0;
    for (int i = 0; i < count; i++) {
      wrong += samples[i] == value(from + i) ? 0 : 1;
    }
    return wrong;
  }

  /** Differs from lap to lap, whatever the size of the ring. */
  private static short value(long number) {
    return (short) (number ^ (number >>> 16) * 40_503);
  }
}
