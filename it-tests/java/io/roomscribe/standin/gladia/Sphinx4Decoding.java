package io.roomscribe.standin.gladia;

import edu.cmu.sphinx.api.Configuration;
import edu.cmu.sphinx.api.Context;
import edu.cmu.sphinx.decoder.ResultListener;
import edu.cmu.sphinx.recognizer.Recognizer;
import edu.cmu.sphinx.result.Result;
import edu.cmu.sphinx.result.WordResult;
import edu.cmu.sphinx.util.props.PropertySheet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sphinx4 with CMU's US English model and trigrams, both from Maven Central.
 *
 * <p>The beams in {@code gladia/sphinx4.config.xml} are narrower than Sphinx4's own, so that one
 * core keeps up with speech and has time for others. Its own speech marker is left out: utterances
 * arrive cut.
 *
 * <p>Threading: confined to the engine's thread.
 */
final class Sphinx4Decoding implements SpeechEngine.Decoding {

  private static final String MODELS = "resource:/edu/cmu/sphinx/models/en-us/";

  /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger SPHINX_LOG = Logger.getLogger("edu.cmu.sphinx");

  private static final Logger CONFIGURED_LOG = Logger.getLogger("sphinx4.config");

  private final Recognizer recognizer;
  private final Sphinx4Source source;
  private Consumer<List<HeardWord>> soFar = words -> {};

  Sphinx4Decoding() throws IOException {
    SPHINX_LOG.setLevel(Level.OFF);
    CONFIGURED_LOG.setLevel(Level.OFF);
    Configuration configuration = new Configuration();
    configuration.setAcousticModelPath(MODELS + "en-us");
    configuration.setDictionaryPath(MODELS + "cmudict-en-us.dict");
    configuration.setLanguageModelPath(MODELS + "en-us.lm.bin");
    Context context = new Context("resource:/gladia/sphinx4.config.xml", configuration);
    recognizer = context.getInstance(Recognizer.class);
    source = context.getInstance(Sphinx4Source.class);
    recognizer.allocate();
    recognizer.addResultListener(
        new ResultListener() {
          @Override
          public void newResult(Result result) {
            if (!result.isFinal()) {
              soFar.accept(words(result));
            }
          }

          @Override
          public void newProperties(PropertySheet properties) {
            // Not made from a configuration.
          }
        });
  }

  @Override
  public List<HeardWord> decode(
      SpeechEngine.Utterance utterance, Consumer<List<HeardWord>> reportTo) {
    soFar = reportTo;
    source.use(utterance);
    Result result = recognizer.recognize();
    return result == null ? List.of() : words(result);
  }

  private static List<HeardWord> words(Result result) {
    List<HeardWord> words = new ArrayList<>();
    for (WordResult word : result.getTimedBestResult(false)) {
      if (!word.isFiller() && !word.getWord().getSpelling().startsWith("<")) {
        words.add(
            new HeardWord(
                SpokenForm.of(word.getWord().getSpelling()),
                word.getTimeFrame().getStart() / 1000.0,
                word.getTimeFrame().getEnd() / 1000.0,
                0.9));
      }
    }
    return words;
  }
}
