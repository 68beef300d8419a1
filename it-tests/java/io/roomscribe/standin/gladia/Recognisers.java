package io.roomscribe.standin.gladia;

/** Which engine listens. */
final class Recognisers {

  private Recognisers() {}

  static Recogniser of(StandInOptions.Engine engine) {
    return new ToneRecogniser();
  }
}
