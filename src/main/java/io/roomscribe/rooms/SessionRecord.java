package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.RoomMixer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a running session, kept in the store as it changes. It goes on from what was
 * known before: of a new session its request, of a resumed one what an earlier process stored.
 *
 * <p>Threading: written on the session's control lane; {@link #view} and {@link #epoch} from any
 * thread.
 */
final class SessionRecord {

  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;
  private static final int GAPS_KEPT = 100;

  private final Duration egressDelay;
  private final Consumer<SessionView> store;
  private final List<SessionView.TransitionView> transitions = new ArrayList<>();
  private final SessionView.TranscriptionView heardBefore;
  private final List<SessionView.GapView> gapsBefore;
  private final List<SessionView.GapView> uncaptured = new ArrayList<>();
  private @Nullable RoomCapture capture;
  private @Nullable RoomAudio audio;
  private boolean finishing;
  private List<Object> stored = List.of();
  private volatile SessionView base;

  /**
   * A session that has just been asked for, or goes on.
   *
   * @param first its first view, WAITING, or the one that was stored last
   * @param egressDelay how much later than spoken audio arrives here
   * @param store keeps each new view
   */
  SessionRecord(SessionView first, Duration egressDelay, Consumer<SessionView> store) {
    this.base = first;
    this.egressDelay = egressDelay;
    this.store = store;
    this.transitions.addAll(first.transitions());
    this.heardBefore = first.transcription();
    this.gapsBefore = first.gaps();
  }

  /** Which room is transcribed, how, and by whom. */
  record Request(String room, SessionOptions options, String provider) {}

  /** The view of a session that has just been asked for. */
  static SessionView first(String id, Request request, Instant now) {
    String cause = "requested";
    String state = SessionState.WAITING.name();
    return new SessionView(
        id,
        request.room(),
        state,
        cause,
        request.options(),
        now,
        /* epoch= */ null,
        /* endedAt= */ null,
        /* trouble= */ null,
        new SessionView.TranscriptionView(
            request.provider(), SpeechStatus.IDLE.state(), "", null, 0, 0, 0, 0),
        SessionView.CaptureView.first(request.options().capture()),
        List.of(),
        List.of(),
        List.of(new SessionView.TransitionView(now, null, state, cause)),
        /* recording= */ null);
  }

  /** Where the live parts of the view come from. */
  void observe(RoomCapture liveCapture, RoomAudio liveAudio) {
    capture = liveCapture;
    audio = liveAudio;
  }

  String id() {
    return base.id();
  }

  String room() {
    return base.room();
  }

  SessionState state() {
    return SessionState.valueOf(base.state());
  }

  /** Takes no more audio. Any thread. */
  boolean isStopping() {
    return state().compareTo(SessionState.STOPPING) >= 0;
  }

  String cause() {
    return base.cause();
  }

  Duration age(Instant now) {
    return Duration.between(base.createdAt(), now);
  }

  boolean isFinishing() {
    return finishing;
  }

  void finishing() {
    finishing = true;
  }

  /** Wall-clock time at which what is at position zero was spoken; empty before the first track. */
  Optional<Instant> epoch() {
    Instant started = audio == null ? null : audio.epoch();
    return Optional.ofNullable(started).map(this::zero);
  }

  /** How much later than spoken audio arrives here. */
  Duration egressDelay() {
    return egressDelay;
  }

  /** Whole ms, which every database keeps: it is the same after a restart. */
  private Instant zero(Instant startedAt) {
    return startedAt.minus(egressDelay).truncatedTo(ChronoUnit.MILLIS);
  }

  /** When the session's clock started, in whichever process; empty before the first track. */
  Optional<Instant> startedAt() {
    return Optional.ofNullable(base.epoch()).map(epoch -> epoch.plus(egressDelay));
  }

  void trouble(@Nullable String trouble) {
    base = with(base.state(), base.cause(), base.endedAt(), trouble);
  }

  void to(SessionState next, String cause, Instant now) {
    transitions.add(new SessionView.TransitionView(now, base.state(), next.name(), cause));
    Instant endedAt = next.isOver() ? now : null;
    base = with(next.name(), cause, endedAt, base.trouble());
    stored = structure(base);
    store.accept(base);
  }

  /** A gap that no capture has; a piece that goes on where the last of its kind ended widens it. */
  void missing(AudioGap gap) {
    String trackId = gap.trackId() == null ? Gap.WHOLE_ROOM : gap.trackId();
    SessionView.GapView found =
        new SessionView.GapView(trackId, gap.fromMs(), gap.toMs(), gap.cause());
    for (int i = uncaptured.size() - 1; i >= 0; i--) {
      SessionView.GapView last = uncaptured.get(i);
      if (last.trackId().equals(trackId) && last.cause().equals(gap.cause())) {
        if (last.toMs() == gap.fromMs()) {
          uncaptured.set(
              i, new SessionView.GapView(trackId, last.fromMs(), gap.toMs(), gap.cause()));
          return;
        }
        break;
      }
    }
    uncaptured.add(found);
    if (uncaptured.size() > GAPS_KEPT) {
      uncaptured.remove(0);
    }
  }

  /** Something may have changed; the store is troubled only if more than figures did. */
  void touched() {
    base = with(base.state(), base.cause(), base.endedAt(), base.trouble());
    List<Object> structure = structure(base);
    if (!structure.equals(stored)) {
      stored = structure;
      store.accept(base);
    }
  }

  /** Stores it as it is now, figures and all. */
  void keep() {
    base = with(base.state(), base.cause(), base.endedAt(), base.trouble());
    stored = structure(base);
    store.accept(base);
  }

  /** As of the last change. Any thread. */
  SessionView view() {
    return base;
  }

  private static List<Object> structure(SessionView view) {
    List<Object> parts = new ArrayList<>();
    parts.add(view.state());
    parts.add(view.cause());
    parts.add(Optional.ofNullable(view.trouble()));
    parts.add(view.transcription().state());
    parts.add(view.transcription().detail());
    parts.addAll(structure(view.capture()));
    for (SessionView.TrackView track : view.tracks()) {
      parts.add(track.trackId());
      parts.add(track.state());
      parts.add(track.cause());
      parts.add(track.attempts());
      parts.add(Optional.ofNullable(track.egressId()));
    }
    return parts;
  }

  private static List<Object> structure(SessionView.CaptureView capture) {
    SessionView.EgressView room = capture.room();
    return List.of(
        capture.active(),
        capture.stereo(),
        capture.why(),
        capture.switches(),
        Optional.ofNullable(capture.waitingFor()),
        room == null ? "" : List.of(room.state(), room.cause(), room.attempts()));
  }

  private SessionView with(
      String state, String cause, @Nullable Instant endedAt, @Nullable String trouble) {
    return new SessionView(
        base.id(),
        base.room(),
        state,
        cause,
        base.options(),
        base.createdAt(),
        epoch().orElse(null),
        endedAt,
        trouble,
        transcription(),
        capture == null ? base.capture() : capture.view(),
        capture == null ? base.tracks() : capture.tracks(),
        gaps(),
        transitions,
        /* recording= */ null);
  }

  private SessionView.TranscriptionView transcription() {
    SpeechStatus status = audio == null ? SpeechStatus.IDLE : audio.speech();
    return new SessionView.TranscriptionView(
        base.transcription().provider(),
        status.state(),
        status.detail(),
        status.providerSessionId(),
        heardBefore.heardMs() + status.heardSamples() / SAMPLES_PER_MS,
        heardBefore.refusedMs() + status.refusedSamples() / SAMPLES_PER_MS,
        heardBefore.billedMs() + status.billedSamples() / SAMPLES_PER_MS,
        status.waitingSamples() / SAMPLES_PER_MS);
  }

  private List<SessionView.GapView> gaps() {
    List<SessionView.GapView> gaps = new ArrayList<>(gapsBefore);
    if (audio != null) {
      audio.gaps().stream().map(SessionRecord::view).forEach(gaps::add);
    }
    gaps.addAll(uncaptured);
    gaps.sort(Comparator.comparingLong(SessionView.GapView::toMs));
    return gaps.subList(Math.max(0, gaps.size() - GAPS_KEPT), gaps.size());
  }

  /** The gap for those outside; whose track it is comes from the tracks. */
  static AudioGap missing(String sessionId, Gap gap, List<SessionView.TrackView> tracks) {
    String participant =
        tracks.stream()
            .filter(track -> track.trackId().equals(gap.trackId()))
            .map(track -> track.participant().identity())
            .findFirst()
            .orElse(null);
    long fromMs = gap.fromSamples() / SAMPLES_PER_MS;
    // Rounded up: no gap is empty, and neighbours still touch.
    long toMs = (gap.toSamples() + SAMPLES_PER_MS - 1) / SAMPLES_PER_MS;
    String trackId = gap.trackId().equals(Gap.WHOLE_ROOM) ? null : gap.trackId();
    return new AudioGap(
        sessionId, trackId, participant, fromMs, toMs, gap.cause().name(), /* detail= */ "");
  }

  private static SessionView.GapView view(Gap gap) {
    return new SessionView.GapView(
        gap.trackId(),
        gap.fromSamples() / SAMPLES_PER_MS,
        gap.toSamples() / SAMPLES_PER_MS,
        gap.cause().name());
  }
}
