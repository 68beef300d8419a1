package io.roomscribe.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {

  private final MemoryJournal journal = new MemoryJournal(6);

  @Test
  void read_acrossPieces_givesBytesInOrder() {
    journal.append(new byte[] {1, 2});
    journal.append(new byte[] {3, 4});

    assertThat(bytes(journal.read(1, 10))).containsExactly(2, 3, 4);
    assertThat(bytes(journal.read(1, 2))).containsExactly(2, 3);
  }

  @Test
  void append_beyondBound_isRefusedUntilTrimmed() {
    journal.append(new byte[] {1, 2, 3, 4});

    assertThat(journal.append(new byte[] {5, 6, 7})).isFalse();
    assertThat(journal.end()).isEqualTo(4);

    journal.trim(4);
    assertThat(journal.append(new byte[] {5, 6, 7})).isTrue();
    assertThat(bytes(journal.read(4, 3))).containsExactly(5, 6, 7);
  }

  @Test
  void appendSilence_whenFull_keepsTheTimeOfWhatFollows() {
    journal.append(new byte[] {1, 2, 3, 4, 5, 6});
    journal.appendSilence(2);
    journal.appendSilence(1);
    journal.trim(6);
    journal.append(new byte[] {7});

    assertThat(journal.end()).isEqualTo(10);
    assertThat(bytes(journal.read(5, 5))).containsExactly(0, 0, 0, 0, 7);
  }

  @Test
  void appendSilence_hoursOfIt_takesNoRoom() {
    journal.appendSilence(3L * 3600 * 32_000);
    journal.appendSilence(3L * 3600 * 32_000);

    assertThat(journal.heldBytes()).isZero();
    assertThat(bytes(journal.read(journal.end() - 2, 100))).containsExactly(0, 0);
  }

  @Test
  void trim_insidePiece_keepsTheRestReadable() {
    journal.append(new byte[] {1, 2});
    journal.append(new byte[] {3, 4});
    journal.trim(3);

    assertThat(journal.start()).isEqualTo(3);
    assertThat(journal.heldBytes()).isEqualTo(2);
    assertThat(bytes(journal.read(3, 10))).containsExactly(4);
  }

  @Test
  void read_beforeStart_givesSilence() {
    journal.append(new byte[] {1, 2});
    journal.append(new byte[] {3, 4});
    journal.trim(2);

    assertThat(bytes(journal.read(0, 4))).containsExactly(0, 0, 3, 4);
  }

  @Test
  void trim_beyondEnd_countsAsEnd() {
    journal.append(new byte[] {1, 2});
    journal.trim(100);

    assertThat(journal.start()).isEqualTo(2);
    assertThat(journal.heldBytes()).isZero();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
