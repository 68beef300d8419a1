package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the session's audio is to be heard next: where a stream goes on that follows another,
 * what silence is left out, and what need not be kept.
 *
 * <p>Where one stream ends and another goes on: after the last final, at the next speech that the
 * first has no final for. What was acknowledged {@link #SETTLED} ago counts as settled: whatever
 * was detected there made no words. The successor begins {@link #OVERLAP} earlier.
 *
 * <p>Rests: after {@link SpeechPace#parkAfter} without speech or words, until speech begins.
 *
 * <p>Units: samples at 16 kHz since the session's position zero. Threading: confined to the room
 * lane.
 */
final class SpeechPlan {

  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;
  private static final int SLICE = RoomMixer.OUTPUT_RATE_HZ;
  private static final long OVERLAP = samples(Duration.ofSeconds(1));

  /** Longer than the longest utterance and the time its final takes. */
  private static final long SETTLED = samples(Duration.ofSeconds(90));

  /** How long detected speech goes on after the last word. */
  private static final long AFTER_WORD = samples(Duration.ofMillis(500));

  /** How much earlier than detected a word may begin, and {@link #AFTER_WORD}. */
  private static final long MARGIN = AFTER_WORD + samples(Duration.ofMillis(200));

  private static final long BEFORE_WORD = MARGIN - AFTER_WORD;

  /** Speech of nobody in particular. */
  private static final TrackSpeech ANYBODY = new TrackSpeech("", 1, 1e-9);

  private static final long PAUSE = samples(Duration.ofSeconds(1));

  /** How long after the time for it a stream may wait for a pause to be followed by another. */
  private static final Duration PAUSE_HUNT = Duration.ofMinutes(5);

  private final SpeechPace pace;
  private final HeardAudio audio;
  private final RoomSpeech.Activity activity;
  private final SpeechKeeper keeper;
  private final long parkAfter;
  private int blockSamples = SLICE;
  private SpeechTrail trail = new SpeechTrail(SLICE);

  /** Next to be sent; while resting, the first that may be needed. */
  private long next;

  /** Where the words of the next stream begin to count. */
  private long countsFrom;

  /** Up to here it is known who spoke. */
  private long knownTo;

  /** Everything before it is told and stored, or was no speech. */
  private long needed;

  private long lastWord;
  private boolean begun;
  private boolean resting;
  private long restingFrom;
  private @Nullable SpeechWindow rested;

  /** Who is told of speech, block by block, to note it. */
  interface SpeechKeeper {

    void spoke(long position, List<TrackSpeech> speech);
  }

  SpeechPlan(SpeechPace pace, HeardAudio audio, RoomSpeech.Activity activity, SpeechKeeper keeper) {
    this.pace = pace;
    this.audio = audio;
    this.activity = activity;
    this.keeper = keeper;
    this.parkAfter = samples(pace.parkAfter());
  }

  /** Takes a mixed block. Who speaks in it is known only with the next: onsets are told late. */
  void heard(short[] block, long position) {
    if (!begun) {
      begun = true;
      blockSamples = block.length;
      trail = new SpeechTrail(blockSamples);
      next = position;
      countsFrom = position;
      knownTo = position;
      lastWord = position;
    }
    know(position);
    audio.take(block, position);
  }

  /** Goes on with the audio that an earlier process left, where the words that are told end. */
  void resume(SpeechNotes.Past past, Told told) {
    SpeechNotes.State state = past.state();
    if (audio.end() == 0) {
      return;
    }
    begun = true;
    blockSamples = state == null ? blockSamples : state.blockSamples();
    trail = new SpeechTrail(blockSamples);
    past.blocks().forEach(trail::note);
    long known = past.blocks().isEmpty() ? 0 : past.blocks().lastKey() + blockSamples;
    known = Math.max(audio.start(), state == null ? known : Math.max(known, state.knownTo()));
    // Nobody knows any more whether anybody spoke there: it must not pass for silence.
    for (long at = known; at < audio.end(); at += blockSamples) {
      trail.note(at, List.of(ANYBODY));
    }
    knownTo = audio.end();
    SpeechResume from = new SpeechResume(state, told);
    countsFrom = Math.min(audio.end(), Math.max(audio.start(), from.goesOnAt(audio.start())));
    next = Math.max(audio.start(), countsFrom - OVERLAP);
    needed = countsFrom;
    lastWord = Math.min(audio.end(), Math.max(countsFrom, from.toldTo()));
  }

  /** No block follows. */
  void heardAll() {
    know(audio.end());
  }

  private void know(long upTo) {
    if (upTo > knownTo) {
      List<TrackSpeech> speech = activity.between(knownTo, upTo);
      trail.note(knownTo, speech);
      if (!speech.isEmpty()) {
        keeper.spoke(knownTo, speech);
      }
      knownTo = upTo;
    }
  }

  /** Who spoke: as exactly as is remembered. */
  List<TrackSpeech> speechBetweenMs(long fromMs, long toMs) {
    long from = fromMs * SAMPLES_PER_MS;
    long to = toMs * SAMPLES_PER_MS;
    List<TrackSpeech> exact = activity.between(from, to);
    return exact.isEmpty() && to > from ? trail.between(from, to) : exact;
  }

  /** Whether there is anything that a stream should hear. */
  boolean wantsStream(boolean finishing) {
    if (resting || (parkAfter > 0 && (finishing || isToRest()))) {
      lookForSpeech(finishing);
    }
    return !resting && next < audio.end();
  }

  private void lookForSpeech(boolean finishing) {
    long from = resting ? restingFrom : next;
    long speech = trail.nextSpeech(from, knownTo);
    long preRoll = samples(pace.preRoll());
    resting = speech >= knownTo;
    next = Math.max(next, (resting && finishing ? audio.end() : speech - preRoll));
    if (resting) {
      restingFrom = Math.max(from, knownTo - 1);
      return;
    }
    countsFrom = Math.max(countsFrom, Math.max(next, from));
    if (rested != null) {
      rested.countsTo(countsFrom);
      rested = null;
    }
  }

  /** Whether it waits for speech. */
  boolean isResting() {
    return resting;
  }

  /** Begins the next stream. */
  SpeechWindow open(int number, long nowNs) {
    return new SpeechWindow(number, next, Math.max(next, countsFrom), nowNs);
  }

  /** What is to be sent next; empty when there is nothing, or it is on its way into memory. */
  short[] read() {
    return next < audio.end() ? audio.read(next, SLICE) : new short[0];
  }

  void sent(int samples) {
    next += samples;
  }

  boolean isAllSent() {
    return next >= audio.end();
  }

  /** Whether what was sent has ended with a long silence. */
  boolean isToRest() {
    long ahead = next + samples(pace.preRoll()) + PAUSE;
    return parkAfter > 0
        && next - Math.max(lastWord, trail.speechBefore(next)) >= parkAfter
        && trail.nextSpeech(next, ahead) == ahead;
  }

  /** Rests from here on; speech found late may still belong to what was just sent. */
  void rest(SpeechWindow window) {
    window.leave(next);
    resting = true;
    rested = window;
    restingFrom = Math.min(next, knownTo) - 1;
    next = Math.max(audio.start(), next - samples(pace.preRoll()));
    countsFrom = restingFrom;
  }

  /** Whether the stream should be followed by another because of its length. */
  boolean isToRollOver(SpeechWindow window, long nowNs) {
    Duration length =
        longer(duration(next - window.begin()), Duration.ofNanos(nowNs - window.openedNs()));
    if (length.compareTo(pace.rollOver()) < 0) {
      return false;
    }
    boolean pause =
        knownTo >= next - PAUSE
            && next - trail.speechBefore(next) >= PAUSE
            && goesOnAt(window) >= next - PAUSE;
    return pause || length.compareTo(pace.rollOver().plus(PAUSE_HUNT)) >= 0;
  }

  /** Another stream goes on, a little before what was sent last. */
  void rollOver(SpeechWindow window) {
    window.leave(next);
    countsFrom = Math.max(window.countsFrom(), next - OVERLAP / 2);
    window.countsTo(countsFrom);
    next = Math.max(audio.start(), Math.max(window.begin(), countsFrom - OVERLAP));
  }

  /** The stream is no more; the next one goes on where its words end. */
  void handOver(SpeechWindow window) {
    long from = goesOnAt(window);
    window.countsTo(from);
    countsFrom = Math.max(window.countsFrom(), from);
    next =
        from >= audio.end()
            ? audio.end()
            : Math.max(audio.start(), Math.max(window.begin(), from - OVERLAP));
  }

  /** Everything it was sent has been heard. */
  void completed(SpeechWindow window) {
    window.countsTo(next);
    countsFrom = next;
  }

  /** The stream that was left ended badly: whether words are missing, which are then reported. */
  boolean noteLost(SpeechWindow window) {
    if (!window.isLeft()) {
      return false;
    }
    long from = goesOnAt(window);
    long to = Math.min(window.countsTo(), window.leftAt());
    boolean isLost = trail.nextSpeech(from + AFTER_WORD, to) < to;
    if (isLost) {
      audio.lost(from, to, Gap.Cause.UNTRANSCRIBED);
    }
    return isLost;
  }

  /** What has not been transcribed never will be. */
  void lose(@Nullable SpeechWindow window) {
    long from = window == null ? Math.max(countsFrom, next) : goesOnAt(window);
    if (!resting && from < audio.end()) {
      audio.lost(from, audio.end(), Gap.Cause.UNTRANSCRIBED);
    }
  }

  /** Words came: there was speech, whatever was detected. */
  void spoken(SpeechWindow window, Utterance utterance) {
    List<Word> words = utterance.words();
    long endMs = words.isEmpty() ? utterance.endMs() : words.get(words.size() - 1).endMs();
    long end = window.begin() + endMs * SAMPLES_PER_MS;
    lastWord = Math.max(lastWord, Math.min(end, audio.end()));
    if (utterance.isFinal()) {
      window.settled(Math.min(end, audio.end()));
    }
  }

  /** Milliseconds to be added to a stream's times. */
  long offsetMs(SpeechWindow window) {
    return window.begin() / SAMPLES_PER_MS;
  }

  /**
   * Lets go of what no stream will need, and what is stored as words.
   *
   * @param window of the present stream
   * @param owing those with words that are to come or not stored
   */
  void trim(@Nullable SpeechWindow window, Collection<SpeechWindow> owing) {
    needed = window == null ? next : Math.min(next, goesOnAt(window));
    for (SpeechWindow each : owing) {
      needed = Math.min(needed, each.firstUnstored() - BEFORE_WORD);
      if (each.isLeft()) {
        needed = Math.min(needed, goesOnAt(each));
      }
    }
    audio.trim(needed - 2 * OVERLAP);
    trail.trim(needed - 2 * OVERLAP);
  }

  /** How far it has come, as it is noted for a process that may have to go on with it. */
  SpeechNotes.State state(int streams, boolean isHeard, Collection<SpeechWindow> owing) {
    long following = resting ? next : Math.max(next, countsFrom);
    return new SpeechNotes.State(
        streams,
        blockSamples,
        knownTo,
        needed,
        isHeard ? Long.MAX_VALUE : following,
        owing.stream().map(SpeechWindow::owing).toList());
  }

  /** Audio that the service does not have yet. */
  long waiting(@Nullable SpeechWindow window) {
    return resting ? 0 : Math.max(0, audio.end() - (window == null ? next : window.acknowledged()));
  }

  private long goesOnAt(SpeechWindow window) {
    long sent = window.isLeft() ? window.leftAt() : Math.max(next, window.begin());
    long settled = Math.min(window.settledTo(), sent);
    long heard = Math.min(window.acknowledged(), sent);
    if (settled + AFTER_WORD >= heard) {
      return settled;
    }
    long from = Math.max(settled + AFTER_WORD, heard - SETTLED);
    long speech = trail.nextSpeech(from, Math.min(heard, knownTo));
    return Math.max(settled, Math.min(heard, speech - (speech < heard ? MARGIN : 0)));
  }

  private static long samples(Duration duration) {
    return duration.toMillis() * SAMPLES_PER_MS;
  }

  private static Duration duration(long samples) {
    return Duration.ofMillis(samples / SAMPLES_PER_MS);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
