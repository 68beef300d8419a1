package io.roomscribe.rooms;

import io.roomscribe.audio.TrackCounters;
import io.roomscribe.lanes.BackOff;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that the session follows, a microphone or the whole room, through as many captures as
 * it takes.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class Followed {

  private static final int SAMPLES_PER_MS = 48;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private static final Duration HELD = Duration.ofSeconds(30);

  private final CaptureTarget target;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Set<String> pastEgresses = new HashSet<>();

  private boolean wanted = true;
  private int attempts;
  private long notBeforeNs = Long.MIN_VALUE;
  private String cause = "";
  private boolean waitsForPlace;
  private @Nullable Capture capture;

  Followed(CaptureTarget target) {
    this.target = target;
  }

  /** A microphone that an earlier process followed; it is not there until LiveKit shows it. */
  static Followed again(SessionView.TrackView before) {
    Followed followed =
        new Followed(
            CaptureTarget.track(
                new MicrophoneTrack(
                    before.trackId(),
                    before.participant().identity(),
                    before.participant().name(),
                    /* muted= */ false)));
    followed.wanted = false;
    followed.attempts = before.attempts();
    followed.cause = before.cause();
    if (before.egressId() != null) {
      followed.pastEgresses.add(before.egressId());
    }
    return followed;
  }

  CaptureTarget target() {
    return target;
  }

  /** The session's name of it: a track's SID, or what {@link CaptureTarget} calls the room. */
  String name() {
    return target.name();
  }

  /** Whether it is still there to be captured. */
  void wanted(boolean isWanted) {
    wanted = isWanted;
  }

  boolean isWanted() {
    return wanted;
  }

  /** The running capture; null when there is none. */
  @Nullable Capture liveCapture() {
    return capture != null && capture.isLive() ? capture : null;
  }

  boolean wantsCapture(long nowNs) {
    return wanted && liveCapture() == null && nowNs >= notBeforeNs;
  }

  /** When to look again; the smallest long when it does not wait for time. */
  long notBeforeNs() {
    return wanted && liveCapture() == null ? notBeforeNs : Long.MIN_VALUE;
  }

  boolean waitsForPlace() {
    return liveCapture() == null && waitsForPlace;
  }

  /** A place may have become free. */
  void tryNow() {
    notBeforeNs = Long.MIN_VALUE;
  }

  void begins(Capture newCapture) {
    attempts++;
    cause = "";
    waitsForPlace = false;
    capture = newCapture;
  }

  /** The request was refused: no capture came of it. */
  void refused(GatewayException refusal, long nowNs) {
    capture = null;
    waitsForPlace = refusal.isLackOfEgresses();
    waits(refusal.category() + ": " + refusal.getMessage(), nowNs);
  }

  /** There is no egress for it: it is captured as soon as there is one. */
  void findsNoPlace(String why) {
    waitsForPlace = true;
    // What the server said last says more.
    cause = cause.isEmpty() ? why : cause;
  }

  void waits(String why, long nowNs) {
    cause = why;
    notBeforeNs = nowNs + backOff.next().toNanos();
  }

  /**
   * A capture that held for a while is followed at once by the next; one that died young waits, so
   * that an egress which fails again and again does not become a storm.
   */
  void ended(String why, long nowNs) {
    Capture ending = capture;
    if (ending == null || !ending.isLive()) {
      return;
    }
    if (!ending.egressId().isEmpty()) {
      pastEgresses.add(ending.egressId());
    }
    if (ending.hasAudio() && ending.ageNs(nowNs) > HELD.toNanos()) {
      backOff.reset();
      notBeforeNs = nowNs;
      cause = why;
    } else {
      waits(why, nowNs);
    }
    ending.ended(nowNs);
  }

  /** Its capture is to go on for a little, without it; returns that. */
  @Nullable Capture release(String why) {
    Capture released = liveCapture();
    if (released != null && !released.egressId().isEmpty()) {
      pastEgresses.add(released.egressId());
    }
    capture = null;
    cause = why;
    return released;
  }

  /** An egress of an earlier capture, not to be taken for the present one. */
  boolean hadEgress(String egressId) {
    return pastEgresses.contains(egressId);
  }

  /** Why it waits or ended; empty otherwise. */
  String cause() {
    return cause;
  }

  /**
   * As a microphone.
   *
   * @param inRoom whether it is heard through the capture of the whole room
   */
  SessionView.TrackView view(boolean inRoom) {
    CaptureTarget.Voice voice = target.voices().get(0);
    SessionView.EgressView egress = egress();
    boolean isIn = inRoom && wanted && liveCapture() == null;
    return new SessionView.TrackView(
        voice.trackId(),
        voice.speaker() == null ? new Speaker("", "") : voice.speaker(),
        egress.egressId(),
        isIn ? "IN_ROOM" : egress.state(),
        isIn ? "" : egress.cause(),
        egress.attempts(),
        egress.counters());
  }

  /** As an egress. */
  SessionView.EgressView egress() {
    Capture latest = capture;
    return new SessionView.EgressView(
        latest == null ? null : latest.egressIdOrNull(),
        stateName(),
        cause,
        attempts,
        latest == null ? null : inMs(latest.counters()));
  }

  private String stateName() {
    Capture live = liveCapture();
    if (live == null) {
      return wanted ? "WAITING" : "ENDED";
    }
    return live.isConnected() ? "CAPTURING" : "STARTING";
  }

  private static SessionView.CountersView inMs(TrackCounters samples) {
    return new SessionView.CountersView(
        samples.received() / SAMPLES_PER_MS,
        samples.mixed() / SAMPLES_PER_MS,
        samples.invented() / SAMPLES_PER_MS,
        samples.droppedInSilence() / SAMPLES_PER_MS,
        samples.droppedInSpeech() / SAMPLES_PER_MS,
        samples.overflowed() / SAMPLES_PER_MS);
  }
}
