package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.Utterance;
import org.junit.jupiter.api.Test;

/** What a node sends while it does not know whether a session is still its own. */
class LeasedStreamTest {

  private static final short[] BLOCK = new short[1_600];

  private final FakeStream gladia = new FakeStream(new Deaf());
  private boolean isOurs = true;
  private final LeasedStream stream = new LeasedStream(gladia, () -> isOurs);

  private static final class Deaf implements TranscriptionListener {
    @Override
    public void onOpen(String providerSessionId) {}

    @Override
    public void onConnected() {}

    @Override
    public void onUtterance(Utterance utterance) {}

    @Override
    public void onAcknowledged(long samples) {}

    @Override
    public void onTrouble(TranscriptionException trouble) {}

    @Override
    public void onEnd(StreamEnd end) {}
  }

  @Test
  void send_leaseLapsed_isNotTakenAndReachesNobodyUntilItIsRenewed() {
    assertThat(stream.send(BLOCK, 0, 1_600)).isTrue();

    isOurs = false;
    assertThat(stream.send(BLOCK, 0, 1_600)).isFalse();
    assertThat(gladia.samples).isEqualTo(1_600);

    isOurs = true;
    assertThat(stream.send(BLOCK, 0, 800)).isTrue();
    assertThat(gladia.samples).isEqualTo(2_400);
  }

  @Test
  void send_streamIsFull_isNotTakenThoughTheSessionIsOurs() {
    gladia.refuses = true;

    assertThat(stream.send(BLOCK, 0, 1_600)).isFalse();
  }

  @Test
  void abort_leaseLapsed_stillEndsTheStream() {
    isOurs = false;

    stream.abort();

    assertThat(gladia.aborted).isTrue();
  }

  @Test
  void finish_leaseLapsed_stillFinishesTheStream() {
    isOurs = false;

    stream.finish();

    assertThat(gladia.finished).isTrue();
  }
}
