package io.roomscribe.transcripts;

import jakarta.ws.rs.BadRequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters as values. Errors: {@link BadRequestException} that names the parameter and what
 * it should look like.
 */
final class QueryValues {
  /** Shorter ones hardly ever cost a word. */
  private static final Long LONG_GAP_MS = 500L;

  private QueryValues() {}

  /** A position: ms as digits, or an ISO 8601 duration such as PT1M30S. */
  static @Nullable Long position(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      long ms = text.matches("\\d+") ? Long.parseLong(text) : Duration.parse(text).toMillis();
      if (ms >= 0) {
        return ms;
      }
    } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
      // answered below
    }
    throw new BadRequestException(
        name
            + " must be milliseconds or an ISO 8601 duration since the session's start, for"
            + " example 90000 or PT1M30S");
  }

  /** A moment: ISO 8601 with an offset. */
  static @Nullable Instant moment(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      // A plus sign that was not encoded arrives as a blank.
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      throw new BadRequestException(
          name + " must be a time with its offset, for example 2026-05-04T10:00:00Z");
    }
  }

  /** How many lines a page has. */
  static int limit(@Nullable String text, int standard, int most) {
    if (text == null || text.isBlank()) {
      return standard;
    }
    int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > most) {
      throw new BadRequestException("limit must be a number from 1 to " + most);
    }
    return limit;
  }

  /** The length in ms from which on gaps are shown; null when none are. */
  static @Nullable Long gaps(@Nullable String text) {
    return switch (text == null || text.isBlank() ? "long" : text.strip()) {
      case "none" -> null;
      case "long" -> LONG_GAP_MS;
      case "all" -> 0L;
      default -> throw new BadRequestException("gaps must be none, long or all");
    };
  }

  /** Text that restricts; null when there is none. */
  static @Nullable String text(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** A cursor of this query; null when there is none. */
  static @Nullable Cursor cursor(@Nullable String text, int query) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Cursor.decoded(text, query);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage());
    }
  }
}
