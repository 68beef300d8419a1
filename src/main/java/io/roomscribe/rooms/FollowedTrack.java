package io.roomscribe.rooms;

import io.roomscribe.audio.TrackCounters;
import io.roomscribe.lanes.BackOff;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A microphone that the session follows, through as many captures as it takes.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class FollowedTrack {

  private static final int SAMPLES_PER_MS = 48;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private static final Duration HELD = Duration.ofSeconds(30);

  private final String trackId;
  private final Speaker speaker;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Set<String> pastEgresses = new HashSet<>();

  private boolean published = true;
  private int attempts;
  private long notBeforeNs = Long.MIN_VALUE;
  private String cause = "";
  private GatewayException.@Nullable Category waitingFor;
  private @Nullable TrackCapture capture;

  FollowedTrack(MicrophoneTrack microphone) {
    this.trackId = microphone.trackId();
    this.speaker = new Speaker(microphone.identity(), microphone.name());
  }

  String trackId() {
    return trackId;
  }

  Speaker speaker() {
    return speaker;
  }

  /** Whether LiveKit still shows it. */
  void published(boolean isPublished) {
    published = isPublished;
  }

  /** The running capture; null when there is none. */
  @Nullable TrackCapture liveCapture() {
    return capture != null && capture.isLive() ? capture : null;
  }

  boolean wantsCapture(long nowNs) {
    return published && liveCapture() == null && nowNs >= notBeforeNs;
  }

  /** When to look again; the smallest long when it does not wait for time. */
  long notBeforeNs() {
    return published && liveCapture() == null ? notBeforeNs : Long.MIN_VALUE;
  }

  boolean waitsForQuota() {
    return liveCapture() == null
        && (waitingFor == GatewayException.Category.QUOTA
            || waitingFor == GatewayException.Category.NO_CAPACITY);
  }

  /** A place may have become free. */
  void tryNow() {
    notBeforeNs = Long.MIN_VALUE;
  }

  void begins(TrackCapture newCapture) {
    attempts++;
    cause = "";
    waitingFor = null;
    capture = newCapture;
  }

  /** The request was refused: no capture came of it. */
  void refused(GatewayException refusal, long nowNs) {
    capture = null;
    waitingFor = refusal.category();
    waits(refusal.category() + ": " + refusal.getMessage(), nowNs);
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
    TrackCapture ending = capture;
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

  /** An egress of an earlier capture, not to be taken for the present one. */
  boolean hadEgress(String egressId) {
    return pastEgresses.contains(egressId);
  }

  SessionView.TrackView view() {
    TrackCapture latest = capture;
    return new SessionView.TrackView(
        trackId,
        speaker,
        latest == null ? null : latest.egressIdOrNull(),
        stateName(),
        cause,
        attempts,
        latest == null ? null : inMs(latest.input().counters()));
  }

  private String stateName() {
    TrackCapture live = liveCapture();
    if (live == null) {
      return published ? "WAITING" : "ENDED";
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
