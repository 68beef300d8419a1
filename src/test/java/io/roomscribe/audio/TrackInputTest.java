package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackInputTest {
  private final TrackInput input = new TrackInput("a", 48_000, 0, 5);

  @Test
  void receive_leftAndRight_areAveraged() {
    input.receive(bytes(100, 300, -100, -300, 32_767, 32_767, -32_768, -32_768), 10);

    assertThat(received()).containsExactly(200, -200, 32_767, -32_768);
    assertThat(input.counters().received()).isEqualTo(4);
  }

  @Test
  void receive_messagesBrokenAnywhere_giveTheSameSamples() {
    Random random = new Random(3);
    byte[] wire = new byte[4 * 20_000];
    random.nextBytes(wire);
    TrackInput whole = new TrackInput("b", 48_000, 0, 5);
    whole.receive(ByteBuffer.wrap(wire), 10);

    for (int at = 0; at < wire.length; ) {
      int length = Math.min(wire.length - at, random.nextInt(3) == 0 ? random.nextInt(4) : 999);
      ByteBuffer message = ByteBuffer.wrap(wire, at, length);
      input.receive(message, 10);
      assertThat(message.hasRemaining()).isFalse();
      at += length;
    }

    assertThat(input.ring().written()).isEqualTo(20_000);
    assertThat(received()).isEqualTo(received(whole));
  }

  @Test
  void receive_directReadOnlyBigEndianBuffer_isReadAsLittleEndian() {
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes(1_000, 1_000)).flip();

    input.receive(direct.asReadOnlyBuffer(), 10);

    assertThat(received()).containsExactly(1_000);
  }

  @Test
  void receive_lessThanASample_isNotYetOne() {
    input.receive(ByteBuffer.wrap(new byte[3]), 10);

    assertThat(input.counters().received()).isZero();
    assertThat(input.offsets().areKnown()).isFalse();
  }

  @Test
  void lastArrivalNs_beforeAndAfterBytes_isOpeningThenArrival() {
    assertThat(input.lastArrivalNs()).isEqualTo(5);

    input.receive(ByteBuffer.wrap(new byte[1]), 77);

    assertThat(input.lastArrivalNs()).isEqualTo(77);
  }

  @Test
  void counters_moreReceivedThanTheRingHolds_showTheOverflowAtOnce() {
    input.receive(ByteBuffer.wrap(new byte[4 * 50_000]), 10);

    TrackCounters counters = input.counters();

    assertThat(counters.received()).isEqualTo(50_000);
    assertThat(counters.overflowed()).isEqualTo(2_000);
  }

  private int[] received() {
    return received(input);
  }

  private static int[] received(TrackInput input) {
    short[] samples = new short[input.ring().available()];
    input.ring().peek(0, samples, samples.length);
    int[] values = new int[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i];
    }
    return values;
  }

  private static ByteBuffer bytes(int... samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length);
    for (int sample : samples) {
      bytes.put((byte) sample).put((byte) (sample >> 8));
    }
    return bytes.flip();
  }
}
