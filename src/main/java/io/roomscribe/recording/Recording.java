package io.roomscribe.recording;

import io.roomscribe.audio.RoomMixer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A recording as it is on the disk at a moment; one that is being made grows.
 *
 * @param file raw samples, s16le, from the session's position zero on
 * @param samples how many there are
 * @param modified when the last of them was written
 */
record Recording(Path file, long samples, Instant modified) {

  static final int SAMPLE_BYTES = 2;

  /** What is in the file; empty when there is none. A torn last sample does not count. */
  static Optional<Recording> in(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Recording(file, now.size() / SAMPLE_BYTES, now.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  Duration duration() {
    return Duration.ofMillis(samples * 1_000 / RoomMixer.OUTPUT_RATE_HZ);
  }

  long dataBytes() {
    return samples * SAMPLE_BYTES;
  }

  /** Length of the WAV file in bytes. */
  long wavBytes() {
    return WavHeader.BYTES + dataBytes();
  }

  /** Another text whenever the WAV file is another; goes into an ETag. */
  String version() {
    return Long.toHexString(samples) + "-" + Long.toHexString(modified.toEpochMilli());
  }
}
