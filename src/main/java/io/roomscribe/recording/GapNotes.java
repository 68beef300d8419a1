package io.roomscribe.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The holes of a recording, beside it in a text file: a line each of its first sample, the one
 * after its last, and the cause. Silence in the recording that is not noted here was silence.
 *
 * <p>Each line begins by ending the one before, which a kill may have torn.
 */
final class GapNotes {

  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) [A-Z_]+");

  private GapNotes() {}

  static void add(Path file, long fromSamples, long toSamples, String cause) throws IOException {
    Files.writeString(
        file,
        "\n" + fromSamples + " " + toSamples + " " + cause,
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Samples that are in holes. */
  static long lostSamples(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    long lost = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      Matcher gap = LINE.matcher(line);
      if (gap.matches()) {
        lost += Long.parseLong(gap.group(2)) - Long.parseLong(gap.group(1));
      }
    }
    return lost;
  }
}
