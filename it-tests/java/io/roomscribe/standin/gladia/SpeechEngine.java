package io.roomscribe.standin.gladia;

import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recognises English speech with one decoder for all sessions and channels, loaded once.
 *
 * <p>Shape: each utterance has the decoder for itself, from its first sample to its last; others
 * wait and are decoded faster than they were spoken as soon as it is free. A language other than
 * English is heard as English.
 *
 * <p>Threading: the decoder lives on a thread of its own; loading begins at once and whoever speaks
 * meanwhile waits in the queue.
 */
final class SpeechEngine implements Recogniser {

  private static final System.Logger LOG = System.getLogger(SpeechEngine.class.getName());

  /** Stop consonants and the end of words are this quiet for this long. */
  private static final double HANGOVER_S = 0.25;

  private final String name;
  private final ExecutorService thread;
  private @Nullable Decoding decoding;

  /** A decoder, confined to the engine's thread. */
  interface Decoding {

    /** The words of one utterance; may report what it has so far whenever it likes. */
    List<HeardWord> decode(Utterance utterance, Consumer<List<HeardWord>> soFar);
  }

  /** Begins to load a decoder. */
  SpeechEngine(String name, Callable<Decoding> loading) {
    this.name = name;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread engine = new Thread(task, "gladia-stand-in-" + name);
              engine.setDaemon(true);
              return engine;
            });
    thread.execute(() -> load(loading));
  }

  @Override
  public Ear listen(Listening how, Listener listener) {
    return new EndpointedEar(how, HANGOVER_S, this::begin, listener);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Utterance begin(Consumer<List<HeardWord>> soFar) {
    Utterance utterance = new Utterance(soFar);
    try {
      thread.execute(() -> decode(utterance));
    } catch (RejectedExecutionException closed) {
      utterance.words.complete(List.of());
    }
    return utterance;
  }

  private void load(Callable<Decoding> loading) {
    long beganNs = System.nanoTime();
    try {
      decoding = loading.call();
      long ms = (System.nanoTime() - beganNs) / 1_000_000;
      LOG.log(System.Logger.Level.INFO, "event=engine_loaded engine=" + name + " ms=" + ms);
    } catch (Exception e) {
      LOG.log(System.Logger.Level.ERROR, "event=engine_not_loaded engine=" + name, e);
    }
  }

  private void decode(Utterance utterance) {
    try {
      utterance.words.complete(
          decoding == null ? List.of() : decoding.decode(utterance, utterance.soFar));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "event=decoding_failed engine=" + name, e);
      utterance.words.complete(List.of());
    }
  }

  /** One utterance between the ear that hears it and the decoder that works on it. */
  static final class Utterance implements UtteranceDecoder {

    private static final short[] END = new short[0];

    private final BlockingQueue<short[]> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<List<HeardWord>> words = new CompletableFuture<>();
    private final Random dither = new Random(1);
    private final Consumer<List<HeardWord>> soFar;

    Utterance(Consumer<List<HeardWord>> soFar) {
      this.soFar = soFar;
    }

    @Override
    public void accept(short[] samples) {
      frames.add(samples);
    }

    @Override
    public List<HeardWord> finish() {
      frames.add(END);
      return words.join();
    }

    /**
     * The next samples, once they are there; null after the last. Digital silence has the least
     * noise added, since its logarithm upsets the decoders.
     */
    short @Nullable [] next() {
      try {
        short[] frame = frames.take();
        if (frame == END) {
          return null;
        }
        short[] dithered = new short[frame.length];
        for (int i = 0; i < frame.length; i++) {
          dithered[i] = frame[i] == 0 ? (short) (dither.nextInt(5) - 2) : frame[i];
        }
        return dithered;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }
}
