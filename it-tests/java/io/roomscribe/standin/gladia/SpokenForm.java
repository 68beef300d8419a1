package io.roomscribe.standin.gladia;

/** Entries of the pronouncing dictionary as people write them. */
final class SpokenForm {

  private SpokenForm() {}

  /** {@code word(2)}, a second pronunciation, is {@code word}. */
  static String of(String entry) {
    return entry.replaceAll("\\(\\d+\\)$", "");
  }
}
