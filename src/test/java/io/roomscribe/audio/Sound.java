package io.roomscribe.audio;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoublePredicate;

/** What is heard as a function of true time. */
interface Sound {

  /** Writes mono samples that are step seconds apart. */
  void fill(short[] mono, double fromSeconds, double step);

  /** Nothing. */
  static Sound silence() {
    return (mono, from, step) -> Arrays.fill(mono, (short) 0);
  }

  /** A steady tone. */
  static Sound tone(double hz, int amplitude) {
    return (mono, from, step) -> {
      for (int i = 0; i < mono.length; i++) {
        mono[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (from + i * step)));
      }
    };
  }

  /** A recording at 48 kHz that begins at a time; silence before and after it. */
  static Sound recorded(short[] recording, double begin) {
    return (mono, from, step) -> {
      for (int i = 0; i < mono.length; i++) {
        // Whole samples are to be found in spite of rounding.
        double at = Math.round((from + i * step - begin) * 48_000 * 1e4) / 1e4;
        int whole = (int) Math.floor(at);
        boolean isWithin = whole >= 0 && whole + 1 < recording.length;
        double part = at - whole;
        mono[i] =
            isWithin
                ? (short) Math.round(recording[whole] * (1 - part) + recording[whole + 1] * part)
                : 0;
      }
    };
  }

  /** White noise of constant loudness, cheap enough for hours. */
  static Sound noise(int amplitude, long seed) {
    short[] second = new short[48_000];
    Random random = new Random(seed);
    for (int i = 0; i < second.length; i++) {
      second[i] = (short) (random.nextInt(2 * amplitude + 1) - amplitude);
    }
    return (mono, from, step) -> {
      int at = random.nextInt(second.length - mono.length);
      System.arraycopy(second, at, mono, 0, mono.length);
    };
  }

  /** Noise that swells and fades four times a second, as syllables do. */
  static Sound voice(int amplitude, long seed) {
    Sound noise = noise(amplitude, seed);
    return (mono, from, step) -> {
      noise.fill(mono, from, step);
      for (int i = 0; i < mono.length; i++) {
        double swell = Math.abs(Math.sin(Math.PI * 4 * (from + i * step)));
        mono[i] = (short) Math.round(mono[i] * swell);
      }
    };
  }

  /** This sound while the condition holds for a message's beginning, else silence. */
  default Sound when(DoublePredicate condition) {
    return (mono, from, step) -> {
      if (condition.test(from)) {
        fill(mono, from, step);
      } else {
        silence().fill(mono, from, step);
      }
    };
  }

  /** Both. */
  default Sound and(Sound other) {
    return (mono, from, step) -> {
      short[] theirs = new short[mono.length];
      fill(mono, from, step);
      other.fill(theirs, from, step);
      for (int i = 0; i < mono.length; i++) {
        mono[i] += theirs[i];
      }
    };
  }

  /** Instead of this sound, 5 ms of direct current at each period plus phase seconds. */
  default Sound markedEvery(double period, double phase, int amplitude) {
    return (mono, from, step) -> {
      fill(mono, from, step);
      double since = from - phase - Math.floor((from - phase) / period) * period;
      if (since > 0.005 && since + mono.length * step < period) {
        return;
      }
      for (int i = 0; i < mono.length; i++) {
        double at = (since + i * step) % period;
        if (at < 0.005) {
          mono[i] = (short) amplitude;
        }
      }
    };
  }
}
