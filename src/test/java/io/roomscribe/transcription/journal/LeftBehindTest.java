package io.roomscribe.transcription.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file torn or damaged anywhere yields the records before that place, whole, and nothing else.
 */
class LeftBehindTest {

  private static final int RECORDS = 4;
  private static final int PAYLOAD = 6;
  private static final int RECORD = RecordCodec.OVERHEAD + PAYLOAD;

  @TempDir Path directory;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    Segment segment = new Segment(directory, 0);
    for (int i = 0; i < RECORDS; i++) {
      segment.append(RecordCodec.AUDIO, (long) i * PAYLOAD, payload(i));
    }
    segment.close();
    file = directory.resolve("0000000000000000" + Segment.SUFFIX);
    whole = Files.readAllBytes(file);
    assertThat(whole).hasSize(RECORDS * RECORD);
  }

  @Test
  void recovery_cutOffAtEveryByte_keepsTheRecordsBeforeAndShortensTheFile() throws IOException {
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      expectRecords(length / RECORD);
    }
  }

  @Test
  void recovery_damagedInEveryByte_endsBeforeTheDamagedRecord() throws IOException {
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);

      expectRecords(at / RECORD);
    }
  }

  @Test
  void recovery_zerosAtTheEnd_areNoRecords() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 1_000));

    expectRecords(RECORDS);
  }

  private void expectRecords(int count) throws IOException {
    LeftBehind left = LeftBehind.in(directory);
    assertThat(left.appended()).isEqualTo((long) count * PAYLOAD);
    assertThat(Files.size(file)).isEqualTo((long) count * RECORD);
    Segment segment = left.segments().get(0);
    assertThat(segment.load().pieces()).hasSize(count);
    segment
        .load()
        .pieces()
        .forEach(
            (position, piece) ->
                assertThat(piece.audio).isEqualTo(payload((int) (position / PAYLOAD))));
  }

  private static byte[] payload(int number) {
    byte[] payload = new byte[PAYLOAD];
    Arrays.fill(payload, (byte) (number + 1));
    return payload;
  }
}
