package io.roomscribe.standin.gladia;

import edu.cmu.sphinx.frontend.BaseDataProcessor;
import edu.cmu.sphinx.frontend.Data;
import edu.cmu.sphinx.frontend.DataEndSignal;
import edu.cmu.sphinx.frontend.DataStartSignal;
import edu.cmu.sphinx.frontend.DoubleData;
import edu.cmu.sphinx.util.props.S4Integer;
import org.jspecify.annotations.Nullable;

/**
 * The head of Sphinx4's front end: gives it the samples of one utterance after another.
 *
 * <p>Made by Sphinx4 from {@code gladia/sphinx4.config.xml}, hence public with a public
 * constructor.
 *
 * <p>Threading: confined to the engine's thread, which waits here for samples.
 */
public final class Sphinx4Source extends BaseDataProcessor {

  /** Set by Sphinx4's own set-up; always {@link Recogniser#RATE_HZ}. */
  @S4Integer(defaultValue = Recogniser.RATE_HZ)
  public static final String PROP_SAMPLE_RATE = "sampleRate";

  private SpeechEngine.@Nullable Utterance utterance;
  private boolean begun;
  private long samples;

  /** For Sphinx4. */
  public Sphinx4Source() {
    // Nothing to set up: samples come with each utterance.
  }

  void use(SpeechEngine.Utterance next) {
    utterance = next;
    begun = false;
    samples = 0;
  }

  @Override
  public @Nullable Data getData() {
    if (utterance == null) {
      return null;
    }
    if (!begun) {
      begun = true;
      return new DataStartSignal(Recogniser.RATE_HZ);
    }
    short[] frame = utterance.next();
    if (frame == null) {
      utterance = null;
      return new DataEndSignal(samples * 1000 / Recogniser.RATE_HZ);
    }
    double[] values = new double[frame.length];
    for (int i = 0; i < frame.length; i++) {
      values[i] = frame[i];
    }
    Data data = new DoubleData(values, Recogniser.RATE_HZ, samples);
    samples += frame.length;
    return data;
  }
}
