package io.roomscribe.transcripts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended, as opaque text: the sort keys of its last line. It only goes on with the
 * query it came from.
 *
 * @param first the first sort key
 * @param second the key that tells equals apart
 * @param query a fingerprint of the query's other parameters
 */
record Cursor(long first, long second, int query) {
  private static final Pattern FORM =
      Pattern.compile("1:(-?\\d{1,19}):(-?\\d{1,19}):(-?\\d{1,10})");

  /** URL-safe text. */
  String encoded() {
    String plain = "1:" + first + ":" + second + ":" + query;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws IllegalArgumentException if it is none of ours, or another query's
   */
  static Cursor decoded(String text, int query) {
    Matcher form = FORM.matcher(plain(text));
    if (!form.matches()) {
      throw notOurs();
    }
    Cursor cursor;
    try {
      cursor =
          new Cursor(
              Long.parseLong(form.group(1)),
              Long.parseLong(form.group(2)),
              Integer.parseInt(form.group(3)));
    } catch (NumberFormatException e) {
      throw notOurs();
    }
    if (cursor.query() != query) {
      throw new IllegalArgumentException(
          "cursor belongs to a query with other parameters: repeat them with it");
    }
    return cursor;
  }

  private static String plain(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      throw notOurs();
    }
  }

  private static IllegalArgumentException notOurs() {
    return new IllegalArgumentException("cursor is not one that was handed out here");
  }
}
