package io.roomscribe.standin.gladia;

import java.util.List;
import java.util.Locale;

/**
 * Words as tones, for tests that need exact words at scale: each character is a pair of tones, as a
 * telephone dials.
 *
 * <p>Shape: a character is 70 ms of one low and one high tone. The high tone comes from one of two
 * groups in turn, so that equal neighbours are told apart without a gap. A word ends with a check
 * character and 120 ms of silence. Whatever is damaged (two speakers at once, lost or doubled
 * audio) fails the check and is not heard, rather than heard wrongly.
 *
 * <p>Units: s16 mono at 16 kHz, peak about -8 dBFS, all tones between 600 and 3,500 Hz: as loud as
 * speech, and it passes telephone and resampling filters.
 */
public final class ToneAlphabet {

  /** The silence that ends each word, in milliseconds. */
  public static final int WORD_GAP_MS = 120;

  static final int RATE_HZ = Recogniser.RATE_HZ;
  static final int SYMBOL_SAMPLES = 70 * RATE_HZ / 1000;
  static final int WORD_GAP_SAMPLES = WORD_GAP_MS * RATE_HZ / 1000;
  static final int[] LOW_HZ = {620, 730, 840, 950, 1060, 1170};
  static final int[][] HIGH_HZ = {
    {1500, 1640, 1780, 1920, 2060, 2200, 2340}, {2500, 2640, 2780, 2920, 3060, 3200, 3340}
  };
  static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789'-.,?!";

  private static final double TONE_AMPLITUDE = 6_500;
  private static final int RAMP_SAMPLES = 3 * RATE_HZ / 1000;

  private ToneAlphabet() {}

  /** The audio of some words, with a word's gap after each. */
  public static short[] encode(List<String> words) {
    int length = 0;
    for (String word : words) {
      length += (word.length() + 1) * SYMBOL_SAMPLES + WORD_GAP_SAMPLES;
    }
    short[] audio = new short[length];
    int at = 0;
    for (String word : words) {
      at = encodeWord(word.toLowerCase(Locale.ROOT), audio, at) + WORD_GAP_SAMPLES;
    }
    return audio;
  }

  /** The audio of the words of a text that are separated by spaces. */
  public static short[] encode(String text) {
    return encode(List.of(text.trim().split(" +")));
  }

  /** How long {@link #encode} makes one word, its gap included, in milliseconds. */
  public static int durationMs(String word) {
    return ((word.length() + 1) * SYMBOL_SAMPLES + WORD_GAP_SAMPLES) * 1000 / RATE_HZ;
  }

  /** The check character of symbols: a weighted sum, so that swaps and repeats show. */
  static int check(List<Integer> symbols) {
    int sum = 7;
    for (int i = 0; i < symbols.size(); i++) {
      sum += (i + 1) * (symbols.get(i) + 1);
    }
    return sum % CHARACTERS.length();
  }

  private static int encodeWord(String word, short[] audio, int from) {
    List<Integer> symbols = word.chars().mapToObj(ToneAlphabet::symbol).toList();
    int at = from;
    for (int i = 0; i < symbols.size(); i++) {
      writeTone(symbols.get(i), i % 2, audio, at);
      at += SYMBOL_SAMPLES;
    }
    writeTone(check(symbols), symbols.size() % 2, audio, at);
    return at + SYMBOL_SAMPLES;
  }

  private static int symbol(int character) {
    int symbol = CHARACTERS.indexOf(character);
    if (symbol < 0) {
      throw new IllegalArgumentException("no tone for character " + character);
    }
    return symbol;
  }

  private static void writeTone(int symbol, int group, short[] audio, int from) {
    double low = 2 * Math.PI * LOW_HZ[symbol / 7] / RATE_HZ;
    double high = 2 * Math.PI * HIGH_HZ[group][symbol % 7] / RATE_HZ;
    for (int i = 0; i < SYMBOL_SAMPLES; i++) {
      double ramp = Math.min(1, Math.min(i + 1, SYMBOL_SAMPLES - i) / (double) RAMP_SAMPLES);
      double sample = TONE_AMPLITUDE * ramp * (Math.sin(low * i) + Math.sin(high * i));
      audio[from + i] = (short) sample;
    }
  }
}
