package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.AudioJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Journals on disk, for tests of other packages. */
public final class TestJournals {

  private TestJournals() {}

  /** A new mono journal at 16 kHz for so much audio. */
  public static AudioJournal open(Path directory, Duration bound, Lanes lanes, Clock clock) {
    return files(directory, bound, lanes, clock).open("session", 32_000);
  }

  /** Goes on with the one that was left there, or with a new one. */
  public static AudioJournal reopen(Path directory, Duration bound, Lanes lanes, Clock clock)
      throws IOException {
    JournalFiles files = files(directory, bound, lanes, clock);
    return files.reopen("session", 32_000).orElseGet(() -> files.open("session", 32_000));
  }

  private static JournalFiles files(Path directory, Duration bound, Lanes lanes, Clock clock) {
    return new JournalFiles(
        directory,
        new JournalFiles.Limits(bound, 1 << 30, Duration.ZERO),
        lanes,
        lanes.blockingLane("disk", 1_000),
        clock);
  }
}
