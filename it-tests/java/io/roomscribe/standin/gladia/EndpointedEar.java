package io.roomscribe.standin.gladia;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one channel into utterances at its pauses and has each decoded, partials included.
 *
 * <p>Shape: an utterance begins up to {@link #PRE_ROLL_FRAMES} before the energy rises and ends
 * when it has been low for the hangover (what the engine needs to tell a pause from a stop
 * consonant) plus the session's endpointing. One that nears the longest allowed is cut at the first
 * short pause, at the latest when it has that length.
 *
 * <p>Threading: confined to the session's listening thread; partials are reported on the thread
 * that recognises, as soon as they are there.
 */
final class EndpointedEar implements Recogniser.Ear {

  private static final int PRE_ROLL_FRAMES = 30;
  private static final int ONSET_FRAMES = 3;
  private static final int SHORT_PAUSE_FRAMES = 6;
  private static final double FRAME_S = (double) SpeechGate.FRAME_SAMPLES / Recogniser.RATE_HZ;

  private final Recogniser.Listener listener;
  private final UtteranceDecoder.Opening decoders;
  private final int pauseFrames;
  private final int maxFrames;
  private final SpeechGate gate = new SpeechGate();
  private final Deque<short[]> preRoll = new ArrayDeque<>();

  private short[] rest = new short[0];
  private long frame;
  private int activeRun;
  private int silentRun;
  private int utteranceFrames;
  private boolean speaking;
  private @Nullable Open open;

  /** The utterance being spoken. */
  private static final class Open {

    private final Recogniser.Listener listener;
    private final double startS;
    private final UtteranceDecoder decoder;
    private volatile List<HeardWord> lastPartial = List.of();

    Open(long startFrame, UtteranceDecoder.Opening decoders, Recogniser.Listener listener) {
      this.listener = listener;
      startS = startFrame * FRAME_S;
      decoder = decoders.open(this::report);
    }

    private void report(List<HeardWord> words) {
      if (!words.isEmpty() && !texts(words).equals(texts(lastPartial))) {
        lastPartial = words;
        listener.onPartial(onSessionClock(words));
      }
    }

    private void settle() {
      List<HeardWord> words = decoder.finish();
      // A partial that was shown is settled by some final, even if the engine has second thoughts.
      List<HeardWord> settled = words.isEmpty() ? lastPartial : words;
      if (!settled.isEmpty()) {
        listener.onFinal(onSessionClock(settled));
      }
    }

    private List<HeardWord> onSessionClock(List<HeardWord> words) {
      return words.stream().map(word -> word.movedBy(startS)).toList();
    }

    private static List<String> texts(List<HeardWord> words) {
      return words.stream().map(HeardWord::text).toList();
    }
  }

  /**
   * An ear.
   *
   * @param hangoverS silence that the engine takes as part of speech
   */
  EndpointedEar(
      Recogniser.Listening how,
      double hangoverS,
      UtteranceDecoder.Opening decoders,
      Recogniser.Listener listener) {
    this.listener = listener;
    this.decoders = decoders;
    this.pauseFrames = frames(hangoverS + how.endpointingS());
    this.maxFrames = frames(how.maxUtteranceS());
  }

  @Override
  public void hear(short[] samples) {
    short[] all = Arrays.copyOf(rest, rest.length + samples.length);
    System.arraycopy(samples, 0, all, rest.length, samples.length);
    int at = 0;
    while (all.length - at >= SpeechGate.FRAME_SAMPLES) {
      hearFrame(Arrays.copyOfRange(all, at, at + SpeechGate.FRAME_SAMPLES));
      at += SpeechGate.FRAME_SAMPLES;
    }
    rest = Arrays.copyOfRange(all, at, all.length);
  }

  @Override
  public void finish() {
    if (speaking) {
      endSpeech();
    }
  }

  private void hearFrame(short[] samples) {
    boolean active = gate.isActive(samples, 0);
    activeRun = active ? activeRun + 1 : 0;
    silentRun = active ? 0 : silentRun + 1;
    frame++;
    if (speaking) {
      continueUtterance(samples);
    } else {
      preRoll.add(samples);
      if (activeRun >= ONSET_FRAMES) {
        speaking = true;
        listener.onSpeechStart((frame - activeRun) * FRAME_S);
        beginUtterance(frame - preRoll.size());
      } else if (preRoll.size() > PRE_ROLL_FRAMES) {
        preRoll.remove();
      }
    }
  }

  private void beginUtterance(long startFrame) {
    open = new Open(startFrame, decoders, listener);
    utteranceFrames = preRoll.size();
    preRoll.forEach(open.decoder::accept);
    preRoll.clear();
  }

  private void continueUtterance(short[] samples) {
    if (open == null) {
      beginUtterance(frame - 1);
    }
    open.decoder.accept(samples);
    utteranceFrames++;
    boolean nearlyTooLong = utteranceFrames > maxFrames * 4 / 5;
    if (silentRun >= pauseFrames) {
      endSpeech();
    } else if (utteranceFrames >= maxFrames || (nearlyTooLong && silentRun >= SHORT_PAUSE_FRAMES)) {
      endUtterance();
    }
  }

  private void endSpeech() {
    endUtterance();
    speaking = false;
    listener.onSpeechEnd((frame - silentRun) * FRAME_S);
  }

  private void endUtterance() {
    if (open != null) {
      open.settle();
      open = null;
    }
  }

  private static int frames(double seconds) {
    return (int) Math.ceil(seconds / FRAME_S);
  }
}
