package io.roomscribe.standin.livekit;

import livekit.LivekitEgress.EncodingOptions;

/** How AAC is made, in hertz and bits per second. Always stereo. */
record AudioEncoding(int frequencyHz, int bitsPerSecond) {

  /** What is made if nothing is asked for. */
  static final AudioEncoding DEFAULT = new AudioEncoding(44_100, 128_000);

  /** What advanced options ask for; absent ones are zero. */
  static AudioEncoding of(EncodingOptions options) {
    int kilobits = options.getAudioBitrate();
    int hertz = options.getAudioFrequency();
    return new AudioEncoding(
        hertz == 0 ? DEFAULT.frequencyHz : hertz,
        kilobits == 0 ? DEFAULT.bitsPerSecond : 1000 * kilobits);
  }
}
