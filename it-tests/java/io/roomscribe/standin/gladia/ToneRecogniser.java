package io.roomscribe.standin.gladia;

/** Hears {@link ToneAlphabet}; needs no loading and next to no processor time. */
final class ToneRecogniser implements Recogniser {

  @Override
  public Ear listen(Listening how, Listener listener) {
    return new EndpointedEar(how, 0, ToneDecoder::new, listener);
  }

  @Override
  public String name() {
    return "tones";
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
