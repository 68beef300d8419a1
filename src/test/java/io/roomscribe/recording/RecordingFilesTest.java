package io.roomscribe.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.BlockSink;
import io.roomscribe.rooms.SessionView.RecordingView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFilesTest {

  private static final int BLOCK = 1_600;
  private static final long PLENTY = 100_000_000;
  private static final Duration KEEP = Duration.ofDays(30);

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);

  @TempDir Path temporary;

  private Path directory;
  private RecordingFiles files;

  @BeforeEach
  void open() {
    directory = temporary.resolve("recordings");
    files = another(PLENTY);
  }

  @Test
  void take_soundAndSilence_standsAtItsPosition() throws IOException {
    BlockSink tape = files.record("s");
    tape.take(sound(3), BLOCK);
    tape.take(sound(0), 2 * BLOCK);
    tape.take(sound(5), 3 * BLOCK);
    tape.take(sound(0), 4 * BLOCK);
    lanes.run();

    short[] samples = samples("s");
    assertThat(samples).hasSize(5 * BLOCK);
    assertThat(levels(samples)).containsExactly(0, 3, 0, 5, 0);
    assertThat(files.view("s", false)).isEqualTo(view("RECORDING", 500, 0, ""));
  }

  @Test
  void take_blockThatIsReusedAfterwards_keepsWhatItHeld() throws IOException {
    BlockSink tape = files.record("s");
    short[] block = sound(3);
    tape.take(block, 0);
    Arrays.fill(block, (short) 9);
    lanes.run();

    assertThat(levels(samples("s"))).containsExactly(3);
  }

  @Test
  void record_afterAKill_goesOnAtTheRightPlaceAndNotesTheHole() throws IOException {
    files.record("s").take(sound(3), 0);
    lanes.run();
    // The process is killed in the middle of a sample: nothing is closed.
    Files.write(part("s", 0), new byte[] {7}, StandardOpenOption.APPEND);

    RecordingFiles next = another(PLENTY);
    next.record("s").take(sound(5), 4 * BLOCK);
    lanes.run();

    assertThat(levels(samples("s"))).containsExactly(3, 0, 0, 0, 5);
    assertThat(next.view("s", false)).isEqualTo(view("RECORDING", 500, 300, ""));
    assertThat(gaps("s")).containsExactly("1600 6400 NODE_DOWN");
  }

  @Test
  void record_takenOverFromAFrozenProcess_isOfTheNewOneFromThenOn() throws IOException {
    BlockSink frozen = files.record("s");
    frozen.take(sound(1), 0);
    lanes.run();
    another(PLENTY).record("s").take(sound(5), 3 * BLOCK);
    lanes.run();

    frozen.take(sound(2), BLOCK);
    frozen.take(sound(3), 2 * BLOCK);
    frozen.take(sound(4), 3 * BLOCK);
    frozen.take(sound(4), 4 * BLOCK);
    lanes.run();

    assertThat(levels(samples("s"))).containsExactly(1, 2, 3, 5);
  }

  @Test
  void record_endedAndBegunAgain_goesOnWithoutAHole() throws IOException {
    BlockSink first = files.record("s");
    first.take(sound(3), 0);
    first.close();
    files.record("s").take(sound(4), BLOCK);
    lanes.run();

    assertThat(levels(samples("s"))).containsExactly(3, 4);
    assertThat(files.view("s", false).lostMs()).isZero();
  }

  @Test
  void take_diskThatFails_leavesAHoleAndGoesOnWhenItWorks() throws IOException {
    BlockSink tape = files.record("s");
    tape.take(sound(1), 0);
    lanes.run();
    tape.close();
    lanes.run();
    hideDirectory();

    BlockSink again = files.record("s");
    again.take(sound(2), BLOCK);
    lanes.run();
    assertThat(files.trouble()).isNotEmpty();
    assertThat(files.view("s", false).state()).isEqualTo("TROUBLE");

    showDirectory();
    again.take(sound(3), 2 * BLOCK); // too soon after the failure
    lanes.advance(Tape.RETRY);
    again.take(sound(4), 3 * BLOCK);
    lanes.run();

    assertThat(files.trouble()).isEmpty();
    assertThat(levels(samples("s"))).containsExactly(1, 0, 0, 4);
    assertThat(gaps("s")).containsExactly("1600 4800 DISK_FAILED");
    assertThat(files.view("s", false)).isEqualTo(view("RECORDING", 400, 200, ""));
  }

  @Test
  void take_directoryFull_stopsWithTheReasonAndNotesTheHoleAtTheEnd() throws IOException {
    RecordingFiles small = another(2 * BLOCK * 2);
    BlockSink tape = small.record("s");
    tape.take(sound(1), 0);
    tape.take(sound(2), BLOCK);
    tape.take(sound(3), 2 * BLOCK);
    lanes.run();

    RecordingView full = small.view("s", false);
    assertThat(full.state()).isEqualTo("TROUBLE");
    assertThat(full.detail()).contains("6400 bytes");
    assertThat(full.lostMs()).isEqualTo(100);
    tape.close();
    lanes.run();
    assertThat(levels(samples("s"))).containsExactly(1, 2);
    assertThat(gaps("s")).containsExactly("3200 4800 DIRECTORY_FULL");
    assertThat(small.view("s", true).lostMs()).isEqualTo(100);
  }

  @Test
  void take_diskThatHangs_holdsNoMoreThanItsQueue() throws IOException {
    BlockSink tape = files.record("s");
    int room = Tape.QUEUE_BYTES / (2 * BLOCK);
    for (int i = 0; i < room + 10; i++) {
      tape.take(sound(1), (long) i * BLOCK);
    }
    lanes.run();
    tape.take(sound(2), (room + 10L) * BLOCK);
    lanes.run();

    assertThat(samples("s")).hasSize((room + 11) * BLOCK);
    assertThat(files.view("s", false).lostMs()).isEqualTo(1_000);
    assertThat(gaps("s").get(0)).endsWith("DISK_SLOW");
  }

  @Test
  void take_laneThatTakesNothing_neitherFailsNorWaits() {
    Lane full =
        new Lane() {
          @Override
          public boolean offer(Runnable task) {
            return false;
          }

          @Override
          public void close() {}
        };
    RecordingFiles stuck = new RecordingFiles(limits(PLENTY), full, clock);
    BlockSink tape = stuck.record("s");

    tape.take(sound(1), 0);
    tape.close();

    assertThat(stuck.delete("s")).isCompletedExceptionally();
  }

  @Test
  void record_aTornNote_spoilsNoOther() throws IOException {
    files.record("s").take(sound(3), 0);
    lanes.run();
    Files.writeString(directory.resolve("s/gaps"), "\n16");

    RecordingFiles next = another(PLENTY);
    next.record("s").take(sound(5), 2 * BLOCK);
    lanes.run();

    assertThat(next.view("s", false).lostMs()).isEqualTo(100);
    assertThat(another(PLENTY).view("s", true).lostMs()).isEqualTo(100);
  }

  @Test
  void delete_whileItRecords_leavesNothingAndRecordsNoMore() throws IOException {
    BlockSink tape = files.record("s");
    tape.take(sound(1), 0);
    lanes.run();

    CompletableFuture<Void> deleted = files.delete("s");
    tape.take(sound(2), BLOCK);
    lanes.run();
    tape.take(sound(2), 2 * BLOCK);
    lanes.run();

    assertThat(deleted).isCompleted();
    assertThat(files.find("s")).isEmpty();
    assertThat(files.heldBytes()).isZero();
    assertThat(files.view("s", false).state()).isEqualTo("DELETED");
    RecordingFiles next = another(PLENTY);
    next.record("s").take(sound(3), 3 * BLOCK);
    lanes.run();
    assertThat(next.find("s")).isEmpty();
    assertThat(next.view("s", true).state()).isEqualTo("DELETED");
  }

  @Test
  void tidy_expired_goesWithItsNotes_whatIsInUseStays() throws IOException {
    for (String session : new String[] {"old", "young", "running"}) {
      BlockSink tape = files.record(session);
      tape.take(sound(1), 0);
      lanes.run();
      Files.writeString(directory.resolve(session).resolve("gaps"), "\n5 6 NODE_DOWN");
      if (!session.equals("running")) {
        tape.close();
      }
    }
    lanes.run();
    Files.createDirectories(directory.resolve("foreign"));
    Files.writeString(directory.resolve("foreign/letter.txt"), "not ours");
    age("old", KEEP.plusSeconds(1));
    age("young", KEEP.minusSeconds(1));
    age("running", KEEP.plusDays(1));
    assertThat(files.find("old")).as("expired, though not yet deleted").isEmpty();

    files.tidy();
    lanes.run();

    assertThat(directory.resolve("foreign/letter.txt")).exists();
    try (var left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("young", "running", "foreign");
    }
    assertThat(files.heldBytes()).isEqualTo(2 * BLOCK * 2);
    assertThat(files.view("old", true).state()).isEqualTo("NONE");
    RecordingView young = files.view("young", true);
    assertThat(young.state()).isEqualTo("KEPT");
    assertThat(young.keptUntil()).isEqualTo(clock.now().plusSeconds(1));
  }

  @Test
  void wav_anyPart_isThatOfTheWhole() throws IOException {
    BlockSink tape = files.record("s");
    for (int i = 0; i < 20; i++) {
      tape.take(sound(i), (long) i * BLOCK);
    }
    another(PLENTY).record("s").take(sound(29), 29L * BLOCK);
    lanes.run();
    Recording recording = files.find("s").orElseThrow();
    byte[] whole = wav(recording, 0, recording.wavBytes());

    assertThat(whole).hasSize(80 + 30 * BLOCK * 2).startsWith(WavHeader.of(30 * BLOCK * 2));
    long[][] ranges = {
      {0, 1}, {10, 80}, {79, 81}, {80, 82}, {44, 70_000}, {81, 90_001}, {63_999, 96_080}
    };
    for (long[] range : ranges) {
      assertThat(wav(recording, range[0], range[1]))
          .isEqualTo(Arrays.copyOfRange(whole, (int) range[0], (int) range[1]));
    }
  }

  private static byte[] wav(Recording recording, long first, long end) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new WavBody(recording, new ByteRange(first, end)).write(out);
    return out.toByteArray();
  }

  private RecordingFiles another(long bytes) {
    return new RecordingFiles(limits(bytes), lanes.blockingLane("recording", 1_000), clock);
  }

  private RecordingDisk.Limits limits(long bytes) {
    return new RecordingDisk.Limits(directory, KEEP, bytes);
  }

  private static RecordingView view(String state, long durationMs, long lostMs, String detail) {
    return new RecordingView(state, durationMs, lostMs, detail, null);
  }

  /** Where the directory was there is something else. */
  private void hideDirectory() throws IOException {
    Files.move(directory, temporary.resolve("hidden"));
    Files.writeString(directory, "");
  }

  private void showDirectory() throws IOException {
    Files.delete(directory);
    Files.move(temporary.resolve("hidden"), directory);
  }

  private void age(String session, Duration by) throws IOException {
    Files.setLastModifiedTime(part(session, 0), FileTime.from(clock.now().minus(by)));
  }

  private Path part(String session, long begin) {
    return directory.resolve(session).resolve(Recording.partName(begin));
  }

  private static short[] sound(int level) {
    short[] block = new short[BLOCK];
    Arrays.fill(block, (short) level);
    return block;
  }

  private short[] samples(String session) throws IOException {
    Recording recording = files.find(session).orElseThrow();
    byte[] bytes = wav(recording, WavHeader.BYTES, recording.wavBytes());
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  /** The level of each block, which is the same all over it. */
  private static int[] levels(short[] samples) {
    int[] levels = new int[samples.length / BLOCK];
    for (int i = 0; i < samples.length; i++) {
      levels[i / BLOCK] = samples[i / BLOCK * BLOCK];
      assertThat(samples[i]).as("sample %d", i).isEqualTo((short) levels[i / BLOCK]);
    }
    return levels;
  }

  private List<String> gaps(String session) throws IOException {
    return Files.readAllLines(directory.resolve(session).resolve("gaps")).stream()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
