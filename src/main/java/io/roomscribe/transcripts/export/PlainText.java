package io.roomscribe.transcripts.export;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.Speaker;
import io.roomscribe.transcripts.StoredGap;
import io.roomscribe.transcripts.StoredLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/** Text and times as the formats share them. */
final class PlainText {
  private PlainText() {}

  /** Without line breaks, control characters and doubled blanks. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029\\u0085]+", " ").strip();
  }

  /** The names of all who spoke, strongest first; empty when unknown. */
  static String label(StoredLine line) {
    return line.speakers().stream()
        .map(Speaker::name)
        .map(PlainText::oneLine)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** Who was not heard for how long, and why. */
  static String gap(StoredGap stored) {
    AudioGap gap = stored.gap();
    String who = gap.participant() == null ? gap.trackId() : gap.participant();
    String seconds =
        BigDecimal.valueOf(gap.toMs() - gap.fromMs(), 3).setScale(1, RoundingMode.HALF_UP) + " s";
    return (who == null ? "nobody" : oneLine(who))
        + (who == null ? " heard for " : " not heard for ")
        + seconds
        + " ("
        + oneLine(gap.cause())
        + ")";
  }

  /** Hours, minutes, seconds, and after the separator milliseconds. */
  static String time(long ms, char separator) {
    return clock(ms) + separator + "%03d".formatted(Math.max(0, ms) % 1000);
  }

  /** Hours, minutes and seconds; hours have two digits or more. */
  static String clock(long ms) {
    long seconds = Math.max(0, ms) / 1000;
    return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
