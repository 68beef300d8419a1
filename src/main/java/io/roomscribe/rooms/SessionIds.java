package io.roomscribe.rooms;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/** Ids that sort by time of creation: ms since 1970 and 80 random bits, in lower-case base 36. */
final class SessionIds {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RADIX = 36;
  private static final Pattern FORM = Pattern.compile("[0-9a-z]{25}");

  private SessionIds() {}

  static String next(Instant now) {
    String time = pad(Long.toString(now.toEpochMilli(), RADIX), 9);
    return time + pad(new BigInteger(80, RANDOM).toString(RADIX), 16);
  }

  /** Whether the text could be an id; says nothing about whether there is such a session. */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  private static String pad(String digits, int length) {
    return "0".repeat(length - digits.length()) + digits;
  }
}
