package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The speech-to-text of one session: one stream after another, each hearing its part of the
 * session's audio, and the utterances that come back.
 *
 * <p>All audio goes into the session's journal, and from there to the stream, as fast as that takes
 * it. A stream that ended, for whatever reason, is followed by one that begins where the words of
 * the first end; {@link SpeechTelling} sees to it that none is told twice. In a long silence there
 * is no stream. {@link SpeechPlan} knows what is to be heard next, and by whom.
 *
 * <p>Threading: confined to the room lane; the stream's callbacks are handed over to it.
 */
final class RoomSpeech implements StreamReports.Reader {

  private static final Duration WORK = Duration.ofMillis(100);
  private static final long NOTED_EACH = RoomMixer.OUTPUT_RATE_HZ;

  /** Who spoke when, in samples since the session's position zero. */
  @FunctionalInterface
  interface Activity {

    /** Tracks that spoke in the interval, strongest first. */
    List<TrackSpeech> between(long fromSamples, long toSamples);
  }

  /** The stream that hears now. */
  private record Present(SpeechWindow window, TranscriptionStream stream) {}

  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final Recogniser recogniser;
  private final SpeechOwner owner;
  private final SpeechPace pace;
  private final HeardAudio audio;
  private final SpeechPlan plan;
  private final SpeechTelling telling;
  private final StreamRetries retries;

  /**
   * Streams that have not ended, the present one and earlier ones with finals to come; and those
   * whose words are not all stored.
   */
  private final Set<SpeechWindow> owing = new LinkedHashSet<>();

  private @Nullable Present present;
  private int streams;
  private @Nullable TranscriptionException uncovered;

  /** Goes on where no block comes that would do so: after the last, or before the first. */
  private Cancellable workAlone = () -> {};

  private long notedTo;
  private boolean finishing;
  private boolean over;
  private long finishingSinceNs;
  private String state = "IDLE";
  private String detail = "";
  private @Nullable String providerSessionId;
  private long billedSamples;
  private volatile SpeechStatus latest = SpeechStatus.IDLE;

  RoomSpeech(RoomAudio.Parts parts, Lane lane, Activity activity) {
    this.clock = parts.clock();
    this.lanes = parts.lanes();
    this.lane = lane;
    this.recogniser = parts.recogniser();
    this.owner = parts.owner();
    this.pace = recogniser.pace();
    this.retries = new StreamRetries(parts, lane, pace.unauthorizedPatience());
    this.audio = new HeardAudio(recogniser.journal(), owner::missing);
    this.plan = new SpeechPlan(pace, audio, activity, this::noteSpeech);
    Told told = recogniser.told();
    this.telling = new SpeechTelling(plan, owner, told);
    recall(SpeechNotes.read(audio.notes()), told);
  }

  /** Remembers where an earlier process was cut off, if there was one. */
  private void recall(SpeechNotes.Past past, Told told) {
    streams = told.lastStream();
    telling.recall(past.speakers());
    SpeechNotes.State before = past.state();
    if (before != null) {
      streams = Math.max(streams, before.streams());
    }
    plan.resume(past, told);
  }

  /** Goes on with what an earlier process left, with or without new audio. */
  void resume() {
    publish();
    workAlone();
  }

  private void workAlone() {
    workAlone.cancel();
    workAlone = lanes.every(WORK, lane, this::work);
  }

  private void noteSpeech(long position, List<TrackSpeech> speech) {
    audio.note(SpeechNotes.speech(position, speech, telling.speakers()));
  }

  private void noteState() {
    notedTo = audio.end();
    audio.note(SpeechNotes.state(plan.state(streams, present != null, owing)));
  }

  /** Whose the track is; kept after it has gone, for the words that come late. */
  void knows(String trackId, Speaker speaker) {
    telling.knows(trackId, speaker);
  }

  /** A mixed block and its place on the session's clock. */
  void heard(short[] block, long positionSamples) {
    if (over) {
      return;
    }
    if (!finishing) {
      workAlone.cancel();
    }
    plan.heard(block, positionSamples);
    work();
    if (audio.end() - notedTo >= NOTED_EACH) {
      noteState();
    }
  }

  /** How speech-to-text is doing. Any thread. */
  SpeechStatus status() {
    return latest;
  }

  /** No more audio; what waits is still sent, and its words waited for. */
  void finish() {
    if (finishing || over) {
      return;
    }
    finishing = true;
    finishingSinceNs = clock.nanoTime();
    plan.heardAll();
    workAlone();
    work();
  }

  /** Up to where there is audio, be it that of an earlier process; 0 when there is none. */
  long heardTo() {
    return audio.end();
  }

  /** Gives up at once. */
  void abort() {
    giveUp(new TranscriptionException(Category.UNAVAILABLE, "given up"));
  }

  /**
   * Lets go of everything at once and tells nothing more, not even the owner; the audio that has
   * not become stored words is kept for another to go on with.
   *
   * @return completes when it is on the disk, on whichever thread
   */
  CompletionStage<Void> suspend() {
    if (over) {
      return CompletableFuture.completedStage(null);
    }
    noteState();
    Present last = present;
    present = null;
    stop();
    if (last != null) {
      last.stream().abort();
    }
    state = "ENDED";
    publish();
    return audio.keep();
  }

  private void work() {
    if (over) {
      return;
    }
    if (present == null) {
      openIfDue();
    }
    if (present != null) {
      send(present);
    }
    finishIfAllIsSent();
    if (!over) {
      owing.removeIf(window -> !window.isOwing());
      plan.trim(present == null ? null : present.window(), owing);
      publish();
    }
  }

  private void openIfDue() {
    if (!retries.mayOpen() || !plan.wantsStream(finishing)) {
      if (retries.mayOpen() && plan.isResting() && !finishing && !state.equals("PARKED")) {
        tell("PARKED", "");
      }
      return;
    }
    streams++;
    SpeechWindow window = plan.open(streams, clock.nanoTime());
    owing.add(window);
    if (!state.equals("TROUBLE")) {
      tell("CONNECTING", "");
    }
    present = new Present(window, recogniser.open(new StreamReports(lane, window, this)));
    noteState();
  }

  private void send(Present to) {
    short[] samples = plan.read();
    while (samples.length > 0 && to.stream().send(samples, 0, samples.length)) {
      plan.sent(samples.length);
      if (plan.isToRest()) {
        plan.rest(to.window());
        leave(to);
        tell("PARKED", "");
        return;
      }
      if (plan.isToRollOver(to.window(), clock.nanoTime())) {
        plan.rollOver(to.window());
        leave(to);
        return;
      }
      samples = plan.read();
    }
  }

  /** The stream's remaining words still come; another hears what follows. */
  private void leave(Present left) {
    present = null;
    left.stream().finish();
  }

  private void finishIfAllIsSent() {
    if (!finishing || over) {
      return;
    }
    Present last = present;
    if (clock.nanoTime() - finishingSinceNs > pace.finishPatience().toNanos()) {
      giveUp(new TranscriptionException(Category.UNAVAILABLE, "the rest was not transcribed"));
    } else if (!plan.isAllSent()) {
      return;
    } else if (last != null && !last.window().askFinish()) {
      tell("FINISHING", "");
      last.stream().finish();
    } else if (last == null && owing.stream().allMatch(SpeechWindow::isEnded)) {
      end(uncovered == null ? StreamEnd.completed() : StreamEnd.failed(uncovered));
    }
  }

  @Override
  public void utterance(SpeechWindow from, Utterance utterance) {
    if (!over) {
      telling.utterance(from, utterance);
    }
  }

  @Override
  public void opened(String id) {
    providerSessionId = id;
  }

  @Override
  public void connected(SpeechWindow from) {
    retries.connected();
    if (isPresent(from) && !finishing) {
      tell("OPEN", "");
    }
  }

  @Override
  public void acknowledged(SpeechWindow from, long samples) {
    billedSamples += from.acknowledge(samples);
  }

  @Override
  public void trouble(SpeechWindow from, TranscriptionException trouble) {
    if (!isPresent(from) || over) {
      return;
    }
    if (trouble.category() == Category.EXPIRED) {
      openAnother(from, trouble);
    } else {
      tell("TROUBLE", String.valueOf(trouble.getMessage()));
    }
  }

  @Override
  public void ended(SpeechWindow from, StreamEnd end) {
    from.end();
    TranscriptionException failure = end.failure();
    if (over) {
      return;
    }
    if (!isPresent(from)) {
      // It was left with words to come.
      uncovered = failure != null && plan.noteLost(from) ? failure : uncovered;
    } else if (failure == null) {
      present = null;
      plan.completed(from);
    } else if (retries.isHopeless(failure)) {
      present = null;
      plan.handOver(from);
      giveUp(failure);
    } else {
      openAnother(from, failure);
      uncovered = plan.isAllSent() ? failure : uncovered;
    }
    work();
  }

  private void openAnother(SpeechWindow from, TranscriptionException why) {
    present = null;
    plan.handOver(from);
    boolean key = why.category() == Category.UNAUTHORIZED;
    tell("TROUBLE", why.getMessage() + (key ? "; audio is kept" : "; a new stream follows"));
    retries.failed(why, from.openedNs(), this::work);
  }

  private void giveUp(TranscriptionException why) {
    if (over) {
      return;
    }
    Present last = present;
    present = null;
    plan.lose(last == null ? null : last.window());
    end(StreamEnd.failed(why));
    if (last != null) {
      last.stream().abort();
    }
  }

  private void end(StreamEnd end) {
    if (over) {
      return;
    }
    stop();
    audio.discard();
    TranscriptionException failure = end.failure();
    tell("ENDED", failure == null ? "" : String.valueOf(failure.getMessage()));
    owner.over(end);
  }

  /** Begins nothing more. */
  private void stop() {
    over = true;
    retries.close();
    workAlone.cancel();
  }

  private boolean isPresent(SpeechWindow window) {
    return present != null && present.window() == window;
  }

  private void tell(String newState, String newDetail) {
    state = newState;
    detail = newDetail;
    publish();
    owner.statusChanged();
  }

  private void publish() {
    latest =
        new SpeechStatus(
            state,
            detail,
            providerSessionId,
            audio.taken(),
            audio.refused(),
            billedSamples,
            over ? 0 : plan.waiting(present == null ? null : present.window()));
  }
}
