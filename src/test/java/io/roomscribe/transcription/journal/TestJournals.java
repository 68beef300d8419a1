package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.AudioJournal;
import java.nio.file.Path;
import java.time.Duration;

/** Journals on disk, for tests of other packages. */
public final class TestJournals {

  private TestJournals() {}

  /** A mono journal at 16 kHz for so much audio. */
  public static AudioJournal open(Path directory, Duration bound, Lanes lanes, Clock clock) {
    return new JournalFiles(
            directory,
            new JournalFiles.Limits(bound, 1 << 30, Duration.ZERO),
            lanes,
            lanes.blockingLane("disk", 1_000),
            clock)
        .open("session", 32_000);
  }
}
