package io.roomscribe.standin.gladia;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Listens to the audio of one session, on a thread of its own, and reports on the lane.
 *
 * <p>Threading: called on the lane; audio waits in a queue that is bounded only by the session's
 * length, as the service's is. {@link Witness} is called on the lane.
 */
final class Hearing implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Hearing.class.getName());

  private final Lane lane;
  private final Witness witness;
  private final AudioIntake intake;
  private final ExecutorService thread;
  private final Recogniser.Ear[] ears;
  private long heardSamples;

  /** What is told about the audio, on the lane and in order. */
  interface Witness {

    void onSpeechStart(int channel, double timeS);

    void onSpeechEnd(int channel, double timeS);

    void onWords(int channel, boolean isFinal, List<HeardWord> words);

    /** All audio before this time has been listened to. */
    void onHeard(double timeS);
  }

  Hearing(SessionRequest request, Recogniser recogniser, Lane lane, Witness witness) {
    this.lane = lane;
    this.witness = witness;
    intake = new AudioIntake(request);
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread listening = new Thread(task, "gladia-stand-in-ear");
              listening.setDaemon(true);
              return listening;
            });
    ears = new Recogniser.Ear[request.channels()];
    for (int channel = 0; channel < ears.length; channel++) {
      ears[channel] = recogniser.listen(request.listening(), listener(channel));
    }
  }

  /** Takes the next bytes of the session. */
  void hear(byte[] bytes) {
    submit(
        () -> {
          short[][] channels = intake.take(bytes);
          for (int i = 0; i < ears.length; i++) {
            ears[i].hear(channels[i]);
          }
          heardSamples += channels[0].length;
          double heardS = (double) heardSamples / Recogniser.RATE_HZ;
          lane.run(() -> witness.onHeard(heardS));
        });
  }

  /** No more audio: reports what is left, then runs the task on the lane. */
  void finish(Runnable then) {
    submit(
        () -> {
          for (Recogniser.Ear ear : ears) {
            ear.finish();
          }
        });
    submit(() -> lane.run(then));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void submit(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.log(System.Logger.Level.ERROR, "event=listening_failed", e);
            }
          });
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "event=audio_after_close");
    }
  }

  private Recogniser.Listener listener(int channel) {
    return new Recogniser.Listener() {
      @Override
      public void onSpeechStart(double timeS) {
        lane.run(() -> witness.onSpeechStart(channel, timeS));
      }

      @Override
      public void onSpeechEnd(double timeS) {
        lane.run(() -> witness.onSpeechEnd(channel, timeS));
      }

      @Override
      public void onPartial(List<HeardWord> words) {
        lane.run(() -> witness.onWords(channel, false, words));
      }

      @Override
      public void onFinal(List<HeardWord> words) {
        lane.run(() -> witness.onWords(channel, true, words));
      }
    };
  }
}
