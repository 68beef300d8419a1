package io.roomscribe.rooms;

import io.roomscribe.audio.Arrival;
import io.roomscribe.audio.Gap;
import io.roomscribe.audio.HandOver;
import io.roomscribe.audio.MixerSettings;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.audio.TrackInput;
import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The audio of one session: ticks its mixer and hands the blocks to speech-to-text.
 *
 * <p>Life: the clock starts, and ticks, with the first track; blocks go out from the first audio
 * on, silence included, until {@link #finish}, {@link #abort} or {@link #suspend}. That of a
 * session that is {@link #resume}d started in an earlier process, and goes on with the first track.
 *
 * <p>Threading: public methods from any thread; everything else on the room lane, which owns the
 * mixer and the sending end of the stream.
 *
 * <p>Ownership: owns its lane, its tick and the {@link RoomSpeech}.
 */
final class RoomAudio {

  private static final Logger LOG = System.getLogger(RoomAudio.class.getName());
  private static final int LANE_CAPACITY = 8_192;
  private static final int LONGEST_SILENCE_SECONDS = 64;

  /** Samples of the mix in a ms. */
  static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;

  private final String sessionId;
  private final MixerSettings settings;
  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final RoomSpeech speech;
  private final SpeechOwner owner;
  private final List<TrackInput> unheard = new ArrayList<>();
  private final long toldSamples;

  private @Nullable RoomMixer mixer;
  private @Nullable Downtime downtime;
  private short[] block = {};
  private @Nullable Relief relief;
  private boolean audible;
  private boolean over;
  private Cancellable tick = () -> {};
  private final LatestGaps latestGaps = new LatestGaps();
  private volatile @Nullable Instant epoch;
  private volatile long positionMs;

  RoomAudio(String sessionId, MixerSettings settings, Parts parts) {
    this.sessionId = sessionId;
    this.settings = settings;
    this.clock = parts.clock();
    this.lanes = parts.lanes();
    this.lane = lanes.computeLane("room-" + sessionId, LANE_CAPACITY);
    this.owner = parts.owner();
    this.toldSamples = parts.recogniser().told().endMs() * SAMPLES_PER_MS;
    this.speech = new RoomSpeech(parts, lane, this::speechBetween);
  }

  /**
   * What the audio of a session works with.
   *
   * @param clock the time
   * @param lanes where it runs
   * @param recogniser opens streams with the session's options
   * @param owner hears how speech-to-text is doing, and of gaps
   */
  record Parts(Clock clock, Lanes lanes, Recogniser recogniser, SpeechOwner owner) {}

  /** A hand-over that is going on, and who waits for it. */
  private record Relief(
      HandOver handOver, List<TrackInput> to, CompletableFuture<HandOver.Report> done) {}

  /**
   * A new capture of the track, or of the whole room where nobody is its speaker; the stage
   * completes on the room lane.
   */
  CompletionStage<TrackInput> open(String trackId, @Nullable Speaker speaker, Arrival arrival) {
    return onLane(
        () -> {
          TrackInput input = running().open(trackId, arrival, clock.nanoTime());
          knows(trackId, speaker);
          unheard.add(input);
          return input;
        });
  }

  /**
   * A capture of what others capture already: held until {@link #handOver}; the stage completes on
   * the room lane.
   */
  CompletionStage<TrackInput> openHeld(String trackId, @Nullable Speaker speaker, Arrival arrival) {
    return onLane(
        () -> {
          TrackInput input = running().openHeld(trackId, arrival, clock.nanoTime());
          knows(trackId, speaker);
          return input;
        });
  }

  /**
   * Held captures take over from others. The stage completes on the room lane, once the old ones
   * are mixed no more and may be stopped; exceptionally if another hand-over is going on or the
   * session ends before.
   *
   * @param expected how much later than the old ones the new ones carry a sound
   */
  CompletionStage<HandOver.Report> handOver(
      List<TrackInput> from, List<TrackInput> to, HandOver.Expectation expected) {
    CompletableFuture<HandOver.Report> done = new CompletableFuture<>();
    // Not in a following stage, which would run on the caller's thread when this was faster.
    CompletionStage<Boolean> begun =
        onLane(
            () -> {
              if (over) {
                throw new IllegalStateException("the session ends");
              }
              relief = new Relief(running().handOver(from, to, expected), to, done);
              return true;
            });
    CompletionStage<Boolean> unused =
        begun.whenComplete(
            (yes, failure) -> {
              if (failure != null) {
                done.completeExceptionally(failure);
              }
            });
    return done;
  }

  /** The capture ended; what has arrived is still mixed. */
  void close(TrackInput input) {
    lane.offer(
        () -> {
          running().close(input);
          unheard.remove(input);
        });
  }

  /**
   * Goes on where an earlier process was cut off; before anything else.
   *
   * @param startedAt when the clock started
   * @param takesAudio whether anything is to be heard still, so that what was not is missing
   */
  void resume(Instant startedAt, boolean takesAudio) {
    epoch = startedAt;
    lane.offer(
        () -> {
          Downtime past = Downtime.until(clock, startedAt, speech.heardTo(), toldSamples);
          downtime = past;
          positionMs = past.resumedAt() / SAMPLES_PER_MS;
          if (takesAudio) {
            note(past.missing());
          }
          speech.resume();
        });
  }

  /** No more audio: what has arrived is mixed, and the remaining finals are waited for. */
  void finish() {
    lane.offer(
        () -> {
          flush();
          endTicks();
          speech.finish();
        });
  }

  /**
   * No more audio here: what has arrived is mixed and put in safety, the rest is left to whoever
   * resumes the session. The stage completes on any thread once that is so.
   */
  CompletionStage<Void> suspend() {
    return onLane(
            () -> {
              flush();
              endTicks();
              return speech.suspend();
            })
        .thenCompose(kept -> kept);
  }

  /** Gives up at once. */
  void abort() {
    lane.offer(
        () -> {
          endTicks();
          speech.abort();
        });
  }

  /** The session is over: nothing is handed over any more. */
  void close() {
    lane.close();
  }

  /**
   * Which of the tracks has not spoken for longest, the latest of those that are equally silent;
   * the stage completes on the room lane.
   *
   * @param trackIds at least one
   */
  CompletionStage<String> silentLongest(List<String> trackIds) {
    return onLane(() -> silentLongestOf(trackIds));
  }

  /** Up to where the session is mixed, since its position zero. Any thread. */
  long positionMs() {
    return positionMs;
  }

  /** How much later than it arrives a sound is placed, at least. Any thread. */
  int placedLaterMs() {
    return settings.jitterTargetMs();
  }

  /** Wall-clock time of position zero; null before the first track. Any thread. */
  @Nullable Instant epoch() {
    return epoch;
  }

  /** The latest gaps, oldest first. Any thread. */
  List<Gap> gaps() {
    return latestGaps.all();
  }

  /** How speech-to-text is doing. Any thread. */
  SpeechStatus speech() {
    return speech.status();
  }

  private <T> CompletionStage<T> onLane(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    boolean taken =
        lane.offer(
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    if (!taken) {
      result.completeExceptionally(new IllegalStateException("the room lane is full"));
    }
    return result;
  }

  /** Looks back twice as far each time, until but one has spoken. */
  private String silentLongestOf(List<String> trackIds) {
    List<String> silent = new ArrayList<>(trackIds);
    long nowSamples = running().positionSamples();
    for (int s = 1; s <= LONGEST_SILENCE_SECONDS && silent.size() > 1; s *= 2) {
      List<String> spoke =
          running()
              .speechBetween(nowSamples - (long) s * RoomMixer.OUTPUT_RATE_HZ, nowSamples)
              .stream()
              .map(TrackSpeech::trackId)
              .toList();
      if (spoke.containsAll(silent)) {
        break;
      }
      silent.removeAll(spoke);
    }
    return silent.get(silent.size() - 1);
  }

  private void knows(String trackId, @Nullable Speaker speaker) {
    if (speaker != null) {
      speech.knows(trackId, speaker);
    }
  }

  /** The mixer; the first call starts the clock and the ticks. */
  private RoomMixer running() {
    if (mixer == null) {
      Downtime past = downtime;
      if (past == null) {
        epoch = clock.now();
        mixer = new RoomMixer(settings, clock.nanoTime());
      } else {
        mixer = past.mixer(settings, clock);
      }
      block = new short[mixer.blockSamples()];
      tick = lanes.every(Duration.ofMillis(settings.blockMs()), lane, this::tick);
    }
    return mixer;
  }

  private void tick() {
    if (!over) {
      RoomMixer due = running();
      long nowNs = clock.nanoTime();
      while (due.isDue(nowNs)) {
        mixBlock(due);
      }
      note(due.takeGaps());
      noteRelief();
    }
  }

  private void noteRelief() {
    Relief pending = relief;
    if (pending != null && pending.handOver().isDone()) {
      relief = null;
      unheard.addAll(pending.to());
      pending.done().complete(pending.handOver().report());
    }
  }

  private void mixBlock(RoomMixer mixer) {
    long positionSamples = mixer.positionSamples();
    mixer.mix(block);
    positionMs = mixer.positionSamples() / SAMPLES_PER_MS;
    if (audible || becomesAudible(positionSamples)) {
      owner.mixed(block, positionSamples);
      speech.heard(block, positionSamples);
    }
  }

  /** Silence before anyone was connected is not worth a bill. */
  private boolean becomesAudible(long positionSamples) {
    audible = unheard.stream().anyMatch(input -> input.counters().received() > 0);
    if (audible) {
      unheard.clear();
      if (downtime != null) {
        note(downtime.missingUntil(positionSamples + (long) placedLaterMs() * SAMPLES_PER_MS));
      }
    }
    return audible;
  }

  /** Mixes what the jitter buffers still hold, ahead of time. */
  private void flush() {
    if (over || !audible) {
      return;
    }
    RoomMixer early = running();
    while (early.hasPassed(clock.nanoTime())) {
      mixBlock(early);
    }
    for (int ms = 0; ms <= early.longestDelayMs(); ms += settings.blockMs()) {
      mixBlock(early);
    }
    note(early.takeGaps());
  }

  private void endTicks() {
    over = true;
    tick.cancel();
    if (relief != null) {
      relief.done().completeExceptionally(new CancellationException("the session ends"));
      relief = null;
    }
  }

  private void note(List<Gap> found) {
    if (found.isEmpty()) {
      return;
    }
    for (Gap gap : found) {
      LOG.log(
          Level.DEBUG,
          "session={0} track={1} gap={2} fromMs={3} toMs={4}",
          sessionId,
          gap.trackId(),
          gap.cause(),
          gap.fromSamples() / SAMPLES_PER_MS,
          gap.toSamples() / SAMPLES_PER_MS);
    }
    owner.missing(found);
    latestGaps.add(found);
  }

  private List<TrackSpeech> speechBetween(long fromSamples, long toSamples) {
    // Words of an earlier process may come before anything is heard: that starts no clock.
    RoomMixer heard = mixer;
    return heard == null ? List.of() : heard.speechBetween(fromSamples, toSamples);
  }
}
