package io.roomscribe.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording as it is on the disk at a moment; one that is being made grows.
 *
 * <p>It has a part for each process that recorded the session. A part ends where the next one
 * begins, whatever is in its file: a process that was frozen while another one took over may have
 * gone on writing for a moment.
 *
 * @param parts by where they begin; at least one
 */
record Recording(List<Part> parts) {

  static final int SAMPLE_BYTES = 2;
  static final String PART = ".pcm";

  /**
   * What one process recorded.
   *
   * @param file raw samples, s16le
   * @param begin position of the first, since the session's position zero
   * @param samples how many there are; a torn last one does not count
   * @param modified when the last of them was written
   */
  record Part(Path file, long begin, long samples, Instant modified) {

    long end() {
      return begin + samples;
    }
  }

  /** Keeps the list unmodifiable. */
  Recording {
    parts = List.copyOf(parts);
  }

  /** What is in a session's directory; empty when there is no part. */
  static Optional<Recording> in(Path directory) throws IOException {
    List<Part> parts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + PART)) {
      for (Path file : files) {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        parts.add(
            new Part(
                file,
                beginOf(file),
                now.size() / SAMPLE_BYTES,
                now.lastModifiedTime().toInstant()));
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return Optional.empty();
    }
    parts.sort(Comparator.comparingLong(Part::begin));
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Recording(parts));
  }

  /** The name of the part that begins there. */
  static String partName(long begin) {
    return "%016x%s".formatted(begin, PART);
  }

  private static long beginOf(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - PART.length()), 16);
    } catch (NumberFormatException foreign) {
      throw new IOException("not a part of a recording: " + file, foreign);
    }
  }

  /** Where it ends, since the session's position zero. */
  long samples() {
    return parts.get(parts.size() - 1).end();
  }

  /** The part of a sample; null where nothing was recorded. */
  @Nullable Part partAt(long sample) {
    Part at = null;
    for (Part part : parts) {
      at = part.begin() <= sample ? part : at;
    }
    return at != null && sample < at.end() ? at : null;
  }

  /** The sample up to which what holds at this one does: it is in that part, or in none. */
  long stretchEnd(long sample) {
    Part at = partAt(sample);
    long end = at == null ? Long.MAX_VALUE / SAMPLE_BYTES : at.end();
    for (Part part : parts) {
      end = part.begin() > sample ? Math.min(end, part.begin()) : end;
    }
    return end;
  }

  /** When the last sample was written. */
  Instant modified() {
    return parts.stream().map(Part::modified).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Bytes of its samples, those between the parts included. */
  long dataBytes() {
    return samples() * SAMPLE_BYTES;
  }

  /** Bytes of its files. */
  long fileBytes() {
    return parts.stream().mapToLong(Part::samples).sum() * SAMPLE_BYTES;
  }

  /** Length of the WAV file in bytes. */
  long wavBytes() {
    return WavHeader.BYTES + dataBytes();
  }

  /** Another text whenever the WAV file is another; goes into an ETag. */
  String version() {
    return "%x-%x-%x".formatted(parts.size(), samples(), modified().toEpochMilli());
  }
}
