package io.roomscribe.transcription.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.transcription.AudioJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

  private static final int BYTES_PER_SECOND = 32_000;
  private static final int BLOCK = 64_000;

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final Random random = new Random(7);
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  @TempDir Path directory;

  @Test
  void read_whatWasJustAppended_comesFromMemoryAcrossPieces() {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    journal.append(new byte[] {1, 2});
    journal.append(new byte[] {3, 4});

    assertThat(bytes(journal.read(1, 10))).containsExactly(2, 3, 4);
    assertThat(bytes(journal.read(1, 2))).containsExactly(2, 3);
  }

  @Test
  void read_oldAudio_isEmptyOnceAndThenComesFromDisk() {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(journal, 60);

    assertThat(journal.read(0, 100).hasRemaining()).isFalse();
    lanes.run();

    assertThat(bytes(journal.read(0, 100))).isEqualTo(expected(0, 100));
  }

  @Test
  void read_fromTheBeginning_givesEveryByteInOrder() {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(journal, 30);
    journal.appendSilence(500_000);
    all.writeBytes(new byte[500_000]);
    appendBlocks(journal, 30);

    assertThat(readAll(journal)).isEqualTo(all.toByteArray());
  }

  @Test
  void read_beforeTheStart_isSilence() {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    journal.append(new byte[] {1, 2, 3, 4});
    journal.trim(2);

    assertThat(bytes(journal.read(0, 10))).containsExactly(0, 0);
    assertThat(bytes(journal.read(2, 10))).containsExactly(3, 4);
  }

  @Test
  void trim_ofWholeSegments_deletesTheirFilesAndNoOthers() throws IOException {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(journal, 60);
    int before = segmentFiles().size();

    journal.trim(journal.end() / 2);
    lanes.run();

    assertThat(segmentFiles().size()).isBetween(before / 2, before / 2 + 1);
    long from = journal.start();
    lanes.run();
    assertThat(readFrom(journal, from)).isEqualTo(expected((int) from, all.size()));
  }

  @Test
  void append_beyondTheSessionsBound_isRefusedUntilTrimmed() {
    AudioJournal journal = files(Duration.ofSeconds(8)).open("s", BYTES_PER_SECOND);
    int taken = 0;
    while (journal.append(new byte[3_200])) {
      taken++;
      lanes.run();
    }
    assertThat(taken).isEqualTo(80);
    long end = journal.end();

    journal.appendSilence(3_200);
    journal.trim(end);

    assertThat(journal.append(new byte[3_200])).isTrue();
    assertThat(journal.end()).isEqualTo(end + 6_400);
  }

  @Test
  void append_beyondTheNodesBound_isRefusedWhicheverSessionAsks() {
    JournalFiles files = files(new JournalFiles.Limits(Duration.ofHours(1), 100, Duration.ZERO));
    AudioJournal one = files.open("one", BYTES_PER_SECOND);
    AudioJournal other = files.open("other", BYTES_PER_SECOND);

    assertThat(one.append(new byte[60])).isTrue();
    assertThat(other.append(new byte[60])).isFalse();
    one.discard();
    assertThat(other.append(new byte[60])).isTrue();
    assertThat(files.heldBytes()).isEqualTo(60);
  }

  @Test
  void disk_thatHangs_leavesAppendingAndSendingAloneUntilMemoryIsFull() {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    int taken = 0;
    while (journal.append(new byte[BLOCK])) {
      taken++;
      assertThat(journal.read(journal.end() - BLOCK, BLOCK).remaining()).isEqualTo(BLOCK);
    }

    assertThat(taken).isEqualTo(FileJournal.MEMORY_BYTES / BLOCK);
    lanes.run();
    assertThat(journal.append(new byte[BLOCK])).as("written meanwhile").isFalse();
    journal.trim(BLOCK);
    assertThat(journal.append(new byte[BLOCK])).isTrue();
    assertThat(journal.append(new byte[BLOCK])).as("memory is free again").isTrue();
  }

  @Test
  void disk_thatFails_isShownAndTriedAgainAndNothingIsLost() throws IOException {
    Path blocked = directory.resolve("journal");
    Files.writeString(blocked, "a file where the directory should be");
    JournalFiles files =
        new JournalFiles(
            blocked, limits(Duration.ofHours(1)), lanes, lanes.blockingLane("disk", 100), clock);
    AudioJournal journal = files.open("s", BYTES_PER_SECOND);
    appendBlocks(journal, 20);

    assertThat(files.trouble()).isNotEmpty();
    assertThat(journal.trouble()).isNotEmpty();
    assertThat(readAll(journal)).isEqualTo(all.toByteArray());

    Files.delete(blocked);
    lanes.advance(Duration.ofSeconds(6));
    appendBlocks(journal, 40);

    assertThat(files.trouble()).isEmpty();
    assertThat(readAll(journal)).isEqualTo(all.toByteArray());
  }

  @Test
  void reopen_afterAKill_goesOnWithAllThatWasAppendedAndNotYetAcknowledged() throws IOException {
    AudioJournal killed = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(killed, 30);
    killed.appendSilence(10_000);
    all.writeBytes(new byte[10_000]);
    killed.trim(BLOCK * 5);
    appendBlocks(killed, 3);

    JournalFiles next = files(Duration.ofHours(1));
    assertThat(next.leftBehindSessions()).containsExactly("s");

    AudioJournal again = next.reopen("s", BYTES_PER_SECOND).orElseThrow();
    assertThat(again.end()).isEqualTo(all.size());
    appendBlocks(again, 2);
    assertThat(again.start()).isEqualTo(BLOCK * 5);
    assertThat(readFrom(again, BLOCK * 5)).isEqualTo(expected(BLOCK * 5, all.size()));
    assertThat(next.leftBehindSessions()).as("in use").isEmpty();
  }

  @Test
  void adopt_ownerOnlyFrozen_neitherAddsToNorTrimsWhatTheNextOneReads() throws IOException {
    AudioJournal frozen = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(frozen, 30);
    int heard = all.size();

    JournalFiles next = files(Duration.ofHours(1));
    String name = next.adopt("s", 2);
    AudioJournal adopted = next.reopen(name, BYTES_PER_SECOND).orElseThrow();
    assertThat(frozen.append(new byte[BLOCK])).isTrue();
    frozen.trim(heard);
    lanes.run();
    frozen.discard();
    lanes.run();

    assertThat(name).isNotEqualTo("s");
    assertThat(adopted.end()).isEqualTo(heard);
    assertThat(readAll(adopted)).isEqualTo(expected(0, heard));
  }

  @Test
  void adopt_ownersThatHeardNothingInBetween_findsTheLastThatDid() throws IOException {
    AudioJournal first = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(first, 3);
    String second = files(Duration.ofHours(1)).adopt("s", 2);

    JournalFiles last = files(Duration.ofHours(1));
    String name = last.adopt("s", 5);

    assertThat(name).isNotEqualTo(second);
    assertThat(readAll(last.reopen(name, BYTES_PER_SECOND).orElseThrow()))
        .isEqualTo(all.toByteArray());
    assertThat(files(Duration.ofHours(1)).leftBehindSessions()).containsExactly("s");
  }

  @Test
  void adopt_again_keepsTheNameAndWhatItHolds() throws IOException {
    AudioJournal killed = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(killed, 3);
    JournalFiles next = files(Duration.ofHours(1));

    String name = next.adopt("s", 2);

    assertThat(next.adopt("s", 2)).isEqualTo(name);
    assertThat(readAll(next.reopen(name, BYTES_PER_SECOND).orElseThrow()))
        .isEqualTo(all.toByteArray());
  }

  @Test
  void adopt_journalIsOnAnotherNode_thereIsNoneToGoOnWith() throws IOException {
    JournalFiles next = files(Duration.ofHours(1));

    assertThat(next.reopen(next.adopt("s", 2), BYTES_PER_SECOND)).isEmpty();
  }

  @Test
  void deleteOlder_journalsOfEarlierProcesses_goWithTheirFiles() throws IOException {
    AudioJournal killed = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(killed, 3);
    JournalFiles next = files(Duration.ofHours(1));
    Files.setLastModifiedTime(
        directory.resolve("s"),
        java.nio.file.attribute.FileTime.from(clock.now().minus(Duration.ofHours(2))));

    next.deleteOlder(Duration.ofHours(3));
    assertThat(next.leftBehindSessions()).hasSize(1);
    next.deleteOlder(Duration.ofHours(1));

    assertThat(next.leftBehindSessions()).isEmpty();
    assertThat(segmentFiles()).isEmpty();
  }

  @Test
  void discard_leavesNothingBehind() throws IOException {
    AudioJournal journal = files(Duration.ofHours(1)).open("s", BYTES_PER_SECOND);
    appendBlocks(journal, 30);

    journal.discard();
    lanes.run();

    assertThat(directory).isEmptyDirectory();
    assertThat(journal.append(new byte[2])).isFalse();
  }

  private void appendBlocks(AudioJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      byte[] block = new byte[BLOCK];
      random.nextBytes(block);
      assertThat(journal.append(block)).isTrue();
      all.writeBytes(block);
      lanes.run();
    }
  }

  private byte[] readAll(AudioJournal journal) {
    return readFrom(journal, 0);
  }

  private byte[] readFrom(AudioJournal journal, long from) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (int tries = 0; from + read.size() < journal.end() && tries < 1_000; tries++) {
      read.writeBytes(bytes(journal.read(from + read.size(), 100_001)));
      lanes.run();
    }
    return read.toByteArray();
  }

  private byte[] expected(int from, int to) {
    return java.util.Arrays.copyOfRange(all.toByteArray(), from, to);
  }

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private JournalFiles files(Duration sessionBound) {
    return files(limits(sessionBound));
  }

  private JournalFiles files(JournalFiles.Limits limits) {
    return new JournalFiles(directory, limits, lanes, lanes.blockingLane("disk", 100), clock);
  }

  private static JournalFiles.Limits limits(Duration sessionBound) {
    return new JournalFiles.Limits(sessionBound, 1 << 30, Duration.ofSeconds(1));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
