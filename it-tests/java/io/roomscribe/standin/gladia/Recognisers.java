package io.roomscribe.standin.gladia;

/** Which engine listens. */
final class Recognisers {

  private Recognisers() {}

  static Recogniser of(StandInOptions.Engine engine) {
    return switch (engine) {
      case TONES -> new ToneRecogniser();
      case SPHINX4 -> new SpeechEngine("sphinx4", Sphinx4Decoding::new);
      case POCKETSPHINX -> new SpeechEngine("pocketsphinx", PocketSphinxDecoding::new);
      case AUTO ->
          of(
              PocketSphinxDecoding.isInstalled()
                  ? StandInOptions.Engine.POCKETSPHINX
                  : StandInOptions.Engine.SPHINX4);
    };
  }
}
