package io.roomscribe.standin.livekit;

import java.util.concurrent.ThreadLocalRandom;

/** Ids in LiveKit's form: a prefix and twelve characters of the short-uuid alphabet. */
final class Ids {

  private static final String ALPHABET =
      "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private Ids() {}

  static String next(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < 12; i++) {
      id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
