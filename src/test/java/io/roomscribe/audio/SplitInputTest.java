package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitInputTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 2_000, 10_000);

  private final RoomMixer mixer = new RoomMixer(SETTINGS, 0);
  private final TrackInput left = mixer.open("left", Arrival.EVEN, 0);
  private final TrackInput right = mixer.open("right", Arrival.EVEN, 0);
  private final SplitInput input = new SplitInput(left, right);

  @Test
  void receive_messagesOfAnyLength_keepsTheChannelsApart() {
    Random random = new Random(1);
    ByteBuffer sent = ByteBuffer.allocate(4 * 20_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 20_000; i++) {
      sent.putShort((short) i).putShort((short) (-i - 1));
    }

    for (int at = 0; at < sent.capacity(); ) {
      int length = Math.min(random.nextInt(7) * random.nextInt(4_000), sent.capacity() - at);
      ByteBuffer message = ByteBuffer.wrap(sent.array(), at, length);
      input.receive(message, 5 * MS);
      assertThat(message.hasRemaining()).isFalse();
      at += length;
    }

    short[] heardLeft = new short[20_000];
    short[] heardRight = new short[20_000];
    assertThat(left.ring().peek(0, heardLeft, 20_000)).isEqualTo(20_000);
    assertThat(right.ring().peek(0, heardRight, 20_000)).isEqualTo(20_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(heardLeft[i]).isEqualTo((short) i);
      assertThat(heardRight[i]).isEqualTo((short) (-i - 1));
    }
  }

  @Test
  void receive_message_arrivesOnBothTracksAtOnce() {
    input.receive(ByteBuffer.allocate(3), 7 * MS);
    assertThat(left.lastArrivalNs()).isEqualTo(7 * MS);
    assertThat(right.lastArrivalNs()).isEqualTo(7 * MS);
    assertThat(right.offsets().areKnown()).isFalse();

    input.receive(ByteBuffer.allocate(1 + 4 * 9_600), 9 * MS);
    assertThat(left.counters().received()).isEqualTo(9_601);
    assertThat(right.counters().received()).isEqualTo(9_601);
    // By the first sample of the message, however many pieces it is taken in.
    assertThat(left.offsets().steady()).isEqualTo(9 * 48);
    assertThat(right.offsets().steady()).isEqualTo(9 * 48);
  }
}
