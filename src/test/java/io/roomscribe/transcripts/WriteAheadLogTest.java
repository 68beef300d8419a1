package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private static final List<String> WRITTEN = List.of("one", "second", "the third");

  @TempDir Path directory;

  @Test
  void open_afterAKill_hasAllThatWasAppendedAndGoesOnWithTheNumbers() throws IOException {
    write(directory); // as after a kill: nothing is closed in order

    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      assertThat(readable(log)).isEqualTo(WRITTEN);
      assertThat(log.append(bytes("fourth"))).isEqualTo(4);
      assertThat(log.read(4)).isEqualTo(bytes("fourth"));
    }
  }

  @Test
  void open_fileTornAtEveryByte_hasTheWholeRecordsBeforeAndTakesMore() throws IOException {
    byte[] whole = Files.readAllBytes(write(directory));
    for (int length = 0; length < whole.length; length++) {
      Path torn = copy(java.util.Arrays.copyOf(whole, length), "torn-" + length);

      assertThat(recovered(torn)).as("torn at %d", length).isEqualTo(wholeRecords(length));
      assertThat(recovered(torn))
          .as("torn at %d, and one appended", length)
          .isEqualTo(with(wholeRecords(length), "more"));
    }
  }

  @Test
  void open_anyByteWrong_givesNoRecordThatWasNotWritten() throws IOException {
    byte[] whole = Files.readAllBytes(write(directory));
    for (int at = 0; at < whole.length; at++) {
      byte[] wrong = whole.clone();
      wrong[at] ^= 0x10;

      assertThat(recovered(copy(wrong, "wrong-" + at)))
          .as("wrong at %d", at)
          .isEqualTo(wholeRecords(at));
    }
  }

  @Test
  void open_oneFileDamaged_hasTheRecordsOfTheOthers() throws IOException {
    Path first = write(directory);
    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      log.append(bytes("in a file of its own"));
    }
    byte[] damaged = Files.readAllBytes(first);
    damaged[20] ^= 1; // within the second record
    Files.write(first, damaged);

    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      assertThat(readable(log)).containsExactly("one", "in a file of its own");
      assertThatThrownBy(() -> log.read(2)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void release_all_leavesNothingOnTheDisk() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      WRITTEN.forEach(text -> append(log, text));
      log.release(3);
      assertThat(log.read(3)).isEqualTo(bytes("the third"));

      log.release(4);

      assertThat(logFiles(directory)).isEmpty();
      assertThat(log.bytes()).isZero();
      assertThat(log.append(bytes("next"))).isEqualTo(4);
    }
  }

  @Test
  void hasRoom_asMuchAsItMayHold_saysNoUntilSomeIsReleased() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, 10)) {
      assertThat(log.hasRoom()).isTrue();
      log.append(bytes("one"));
      assertThat(log.hasRoom()).isFalse();

      log.release(2);

      assertThat(log.hasRoom()).isTrue();
    }
  }

  @Test
  void open_directoryInUse_isRefused() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, 10)) {
      assertThat(log.size()).isZero();
      assertThatThrownBy(() -> WriteAheadLog.open(directory, 10))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  /** Appends one more record each time it is called. */
  private static List<String> recovered(Path directory) throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      List<String> readable = readable(log);
      log.append(bytes("more"));
      log.force();
      return readable;
    }
  }

  private static List<String> readable(WriteAheadLog log) {
    List<String> texts = new ArrayList<>();
    for (long number = log.first(); number < log.next(); number++) {
      try {
        texts.add(new String(log.read(number), StandardCharsets.UTF_8));
      } catch (IOException lost) {
        continue;
      }
    }
    assertThat(texts).hasSize((int) log.size());
    return texts;
  }

  private static Path write(Path directory) throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, 1 << 20)) {
      WRITTEN.forEach(text -> append(log, text));
      log.force();
    }
    return logFiles(directory).get(0);
  }

  private Path copy(byte[] content, String name) throws IOException {
    Path copy = Files.createDirectory(directory.resolve(name));
    Files.write(copy.resolve(logFiles(directory).get(0).getFileName()), content);
    return copy;
  }

  private static List<String> wholeRecords(int bytes) {
    List<String> whole = new ArrayList<>();
    int end = 0;
    for (String text : WRITTEN) {
      end += 8 + text.length();
      if (end <= bytes) {
        whole.add(text);
      }
    }
    return whole;
  }

  private static List<String> with(List<String> texts, String more) {
    return Stream.concat(texts.stream(), Stream.of(more)).toList();
  }

  private static List<Path> logFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static void append(WriteAheadLog log, String text) {
    try {
      log.append(bytes(text));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
