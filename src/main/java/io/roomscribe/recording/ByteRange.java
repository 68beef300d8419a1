package io.roomscribe.recording;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a {@code Range} header asks for. Source: RFC 9110, section 14.
 *
 * @param first its first byte
 * @param end exclusive; not after first when nothing of the file is in the range
 */
record ByteRange(long first, long end) {

  private static final String UNIT = "bytes=";
  private static final Pattern ONE = Pattern.compile("\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

  /**
   * What the header asks for, of a file of that length.
   *
   * @return empty for the whole file: without a header, with one that is not understood, and with
   *     several ranges, which a server may answer so
   */
  static Optional<ByteRange> of(@Nullable String header, long length) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
      return Optional.empty();
    }
    Matcher range = ONE.matcher(header.substring(UNIT.length()));
    if (!range.matches()) {
      return Optional.empty();
    }
    String from = range.group(1);
    String to = range.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : Optional.of(last(Long.parseLong(to), length));
    }
    long first = Long.parseLong(from);
    long end = to.isEmpty() ? length : Math.min(length, Long.parseLong(to) + 1);
    boolean isBackward = !to.isEmpty() && Long.parseLong(to) < first;
    return isBackward ? Optional.empty() : Optional.of(new ByteRange(first, end));
  }

  private static ByteRange last(long bytes, long length) {
    return new ByteRange(Math.max(0, length - bytes), length);
  }

  /** Whether nothing of the file is in the range. */
  boolean isOutside() {
    return first >= end;
  }

  long length() {
    return end - first;
  }
}
