package io.roomscribe.standin.gladia;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hears the words of {@link ToneAlphabet} in one utterance.
 *
 * <p>Shape: every 10 ms a 30 ms window is measured at each tone's frequency (Goertzel); the
 * strongest pair counts if it carries most of the window's energy. The same pair three times
 * running is a character, 50 ms without a pair end a word.
 *
 * <p>Threading: confined to one thread.
 */
final class ToneDecoder implements UtteranceDecoder {

  private static final int HOP_SAMPLES = 160;
  private static final int WINDOW_SAMPLES = 480;
  private static final int HOPS_PER_SYMBOL = 3;
  private static final int HOPS_OF_SILENCE = 5;
  private static final double LEAST_SHARE = 0.6;
  private static final double LEAST_POWER = 100.0 * 100.0;
  private static final int NONE = -1;
  private static final int SYMBOLS = ToneAlphabet.CHARACTERS.length();

  private final Consumer<List<HeardWord>> soFar;
  private final List<HeardWord> words = new ArrayList<>();
  private final List<Integer> pairs = new ArrayList<>();
  private short[] window = new short[0];
  private long hop;
  private int run;
  private int lastPair = NONE;
  private int silentHops;
  private long wordStartHop;
  private long wordEndHop;

  ToneDecoder(Consumer<List<HeardWord>> soFar) {
    this.soFar = soFar;
  }

  @Override
  public void accept(short[] samples) {
    int before = window.length;
    window = Arrays.copyOf(window, before + samples.length);
    System.arraycopy(samples, 0, window, before, samples.length);
    int at = 0;
    while (window.length - at >= WINDOW_SAMPLES) {
      hearPair(strongestPair(window, at));
      at += HOP_SAMPLES;
    }
    window = Arrays.copyOfRange(window, at, window.length);
  }

  @Override
  public List<HeardWord> finish() {
    accept(new short[WINDOW_SAMPLES]);
    endWord();
    return List.copyOf(words);
  }

  private void hearPair(int pair) {
    hop++;
    run = pair == lastPair ? run + 1 : 1;
    lastPair = pair;
    silentHops = pair == NONE ? silentHops + 1 : 0;
    if (pair != NONE && run == HOPS_PER_SYMBOL) {
      if (pairs.isEmpty()) {
        wordStartHop = hop - run;
      }
      pairs.add(pair);
    }
    if (pair != NONE && run >= HOPS_PER_SYMBOL) {
      wordEndHop = hop;
    }
    if (silentHops == HOPS_OF_SILENCE) {
      endWord();
    }
  }

  private void endWord() {
    List<Integer> symbols = new ArrayList<>();
    boolean whole = pairs.size() >= 2;
    for (int i = 0; i < pairs.size(); i++) {
      whole &= pairs.get(i) / SYMBOLS == i % 2;
      symbols.add(pairs.get(i) % SYMBOLS);
    }
    if (whole) {
      List<Integer> characters = symbols.subList(0, symbols.size() - 1);
      if (ToneAlphabet.check(characters) == symbols.get(symbols.size() - 1)) {
        words.add(new HeardWord(spelled(characters), seconds(wordStartHop), wordEndS(), 1));
        soFar.accept(List.copyOf(words));
      }
    }
    pairs.clear();
  }

  private double wordEndS() {
    return seconds(wordEndHop) + (double) (WINDOW_SAMPLES - HOP_SAMPLES) / Recogniser.RATE_HZ;
  }

  private static String spelled(List<Integer> symbols) {
    StringBuilder word = new StringBuilder();
    symbols.forEach(symbol -> word.append(ToneAlphabet.CHARACTERS.charAt(symbol)));
    return word.toString();
  }

  private static double seconds(long hops) {
    return (double) hops * HOP_SAMPLES / Recogniser.RATE_HZ;
  }

  /** Group times number of symbols plus symbol, or {@link #NONE}. */
  private static int strongestPair(short[] samples, int from) {
    double total = 0;
    for (int i = from; i < from + WINDOW_SAMPLES; i++) {
      total += (double) samples[i] * samples[i];
    }
    if (total / WINDOW_SAMPLES < LEAST_POWER) {
      return NONE;
    }
    int low = 0;
    double lowPower = 0;
    for (int i = 0; i < ToneAlphabet.LOW_HZ.length; i++) {
      double power = powerAt(ToneAlphabet.LOW_HZ[i], samples, from);
      if (power > lowPower) {
        lowPower = power;
        low = i;
      }
    }
    int high = 0;
    double highPower = 0;
    for (int i = 0; i < 14; i++) {
      double power = powerAt(ToneAlphabet.HIGH_HZ[i / 7][i % 7], samples, from);
      if (power > highPower) {
        highPower = power;
        high = i;
      }
    }
    // A pure pair of tones measures as its whole energy: 2/N of the squared Goertzel sums.
    double share = (lowPower + highPower) * 2 / WINDOW_SAMPLES / total;
    boolean balanced = lowPower > highPower / 16 && highPower > lowPower / 16;
    return share >= LEAST_SHARE && balanced ? (high / 7) * SYMBOLS + low * 7 + high % 7 : NONE;
  }

  private static double powerAt(int frequencyHz, short[] samples, int from) {
    double coefficient = 2 * Math.cos(2 * Math.PI * frequencyHz / Recogniser.RATE_HZ);
    double previous = 0;
    double beforeThat = 0;
    for (int i = from; i < from + WINDOW_SAMPLES; i++) {
      double now = samples[i] + coefficient * previous - beforeThat;
      beforeThat = previous;
      previous = now;
    }
    return previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  }
}
