package io.roomscribe.rooms;

import io.roomscribe.audio.TrackInput;
import io.roomscribe.lanes.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the egresses of one session equal to the microphones of its room.
 *
 * <p>Every round looks at what LiveKit shows and at what we hold, and does what is missing; any
 * step may be repeated. An egress whose start was not answered is looked for in LiveKit's list
 * before the start is repeated, because LiveKit does not take back a start whose caller went away.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #capture}; blocks on
 * LiveKit's API.
 */
final class TrackFollower {

  private static final Logger LOG = System.getLogger(TrackFollower.class.getName());
  private static final Duration ROOM_LANE_TIMEOUT = Duration.ofSeconds(10);

  /** LiveKit lists an egress from its start on; a young one may not have reached the list yet. */
  private static final Duration LIST_DELAY = Duration.ofSeconds(3);

  private static final Duration STOP_AGAIN = Duration.ofSeconds(60);

  /**
   * How patient a session is.
   *
   * @param connect from the start of an egress until it dials: LiveKit waits up to 30 s for the
   *     track, and its dial may take 45 s
   * @param stall without a byte on an open socket, once audio had come
   * @param unconfirmed until an egress whose start was not answered is given up
   */
  record Patience(Duration connect, Duration stall, Duration unconfirmed) {}

  private final String sessionId;
  private final String room;
  private final RoomGateway gateway;
  private final RoomAudio audio;
  private final CaptureUrls urls;
  private final Clock clock;
  private final Patience patience;
  private final Map<String, FollowedTrack> tracks = new LinkedHashMap<>();

  /** When an egress could last not be stopped; as many as the session ever started at most. */
  private final Map<String, Long> unstoppable = new HashMap<>();

  /** The running captures again, by track, for the connections' threads. */
  private final Map<String, TrackCapture> dialled = new ConcurrentHashMap<>();

  TrackFollower(SessionKey key, RoomGateway gateway, RoomAudio audio, CaptureUrls urls, Pace pace) {
    this.sessionId = key.sessionId();
    this.room = key.room();
    this.gateway = gateway;
    this.audio = audio;
    this.urls = urls;
    this.clock = pace.clock();
    this.patience = pace.patience();
  }

  /** Which session of which room. */
  record SessionKey(String sessionId, String room) {}

  /** The time, and how long to wait. */
  record Pace(Clock clock, Patience patience) {}

  /**
   * One round.
   *
   * @throws GatewayException when LiveKit could not be asked
   */
  void follow(List<MicrophoneTrack> microphones) {
    List<EgressState> egresses = gateway.activeEgresses(room);
    notice(microphones);
    confirm(egresses);
    List<EgressState> strays = strays(egresses);
    settle(egresses);
    startMissing();
    // Last, because those of a dead egress host take 3 s each to fail.
    strays.forEach(this::stopStray);
  }

  /** The track's running capture, if it is the one that this token was issued for. Any thread. */
  Optional<TrackCapture> capture(String trackId, String token) {
    return Optional.ofNullable(dialled.get(trackId)).filter(capture -> capture.isFor(token));
  }

  /** An egress reported its end. */
  void egressChanged(EgressState egress) {
    for (FollowedTrack track : tracks.values()) {
      TrackCapture capture = track.liveCapture();
      if (capture == null || !isIts(egress, track, capture)) {
        continue;
      }
      if (egress.status().isTerminal()) {
        end(track, "egress " + egress.status() + reason(egress));
      } else {
        capture.confirmed(egress.egressId(), clock.nanoTime());
      }
    }
  }

  /** Its WebSocket closed, whichever way: WebSocket egress never comes back. */
  void disconnected(TrackCapture capture, String cause) {
    for (FollowedTrack track : tracks.values()) {
      if (track.liveCapture() == capture) {
        end(track, cause);
      }
    }
  }

  /** Stops every egress of this session, those of lost answers included. */
  void stopAll() {
    tracks.values().forEach(track -> track.published(false));
    for (EgressState egress : gateway.activeEgresses(room)) {
      if (urls.isOf(sessionId, egress) && egress.status() != EgressState.Status.ENDING) {
        stop(egress.egressId());
      }
    }
  }

  /** Drops what is still connected. */
  void endAll(String cause) {
    tracks.values().forEach(track -> track.published(false));
    tracks.values().forEach(track -> end(track, cause));
  }

  boolean anyLive() {
    return tracks.values().stream().anyMatch(track -> track.liveCapture() != null);
  }

  /** Time until a waiting track wants another try; empty when none waits. */
  Optional<Duration> nextTry() {
    long nowNs = clock.nanoTime();
    return tracks.values().stream()
        .map(FollowedTrack::notBeforeNs)
        .filter(notBeforeNs -> notBeforeNs > nowNs)
        .min(Long::compare)
        .map(notBeforeNs -> Duration.ofNanos(notBeforeNs - nowNs));
  }

  List<SessionView.TrackView> view() {
    return tracks.values().stream().map(FollowedTrack::view).toList();
  }

  private void notice(List<MicrophoneTrack> microphones) {
    Set<String> published = new HashSet<>();
    for (MicrophoneTrack microphone : microphones) {
      published.add(microphone.trackId());
      tracks.computeIfAbsent(microphone.trackId(), id -> new FollowedTrack(microphone));
    }
    tracks.forEach((trackId, track) -> track.published(published.contains(trackId)));
  }

  /** Finds the egresses whose start was not answered. */
  private void confirm(List<EgressState> egresses) {
    for (FollowedTrack track : tracks.values()) {
      TrackCapture capture = track.liveCapture();
      if (capture == null || !capture.egressId().isEmpty()) {
        continue;
      }
      egresses.stream()
          .filter(egress -> isIts(egress, track, capture))
          .findFirst()
          .ifPresent(egress -> capture.confirmed(egress.egressId(), clock.nanoTime()));
    }
  }

  private boolean isIts(EgressState egress, FollowedTrack track, TrackCapture capture) {
    if (!capture.egressId().isEmpty()) {
      return capture.egressId().equals(egress.egressId());
    }
    return urls.isOf(sessionId, track.trackId(), egress) && !track.hadEgress(egress.egressId());
  }

  /** Egresses that dial us but belong to no capture: doubles of lost answers, given-up attempts. */
  private List<EgressState> strays(List<EgressState> egresses) {
    return egresses.stream()
        .filter(egress -> urls.isOf(sessionId, egress))
        .filter(egress -> egress.status() != EgressState.Status.ENDING && !isHeld(egress))
        .toList();
  }

  private void stopStray(EgressState egress) {
    LOG.log(Level.DEBUG, "session={0} stopping stray {1}", sessionId, egress);
    stop(egress.egressId());
  }

  private boolean isHeld(EgressState egress) {
    return tracks.values().stream()
        .map(FollowedTrack::liveCapture)
        .anyMatch(capture -> capture != null && capture.egressId().equals(egress.egressId()));
  }

  private void settle(List<EgressState> egresses) {
    Set<String> active = new HashSet<>();
    egresses.forEach(egress -> active.add(egress.egressId()));
    for (FollowedTrack track : tracks.values()) {
      TrackCapture capture = track.liveCapture();
      if (capture != null) {
        settle(track, capture, active);
      }
    }
  }

  private void settle(FollowedTrack track, TrackCapture capture, Set<String> active) {
    long nowNs = clock.nanoTime();
    if (capture.egressId().isEmpty()) {
      if (!capture.isConnected() && capture.ageNs(nowNs) > patience.unconfirmed().toNanos()) {
        end(track, "the start was not answered and no egress came of it");
      }
    } else if (!active.contains(capture.egressId())) {
      if (capture.ageNs(nowNs) > LIST_DELAY.toNanos()) {
        settleGone(track, capture);
      }
    } else if (isStuck(capture, nowNs)) {
      stop(capture.egressId());
      end(track, capture.isConnected() ? "no audio arrives" : "the egress did not connect");
    }
  }

  /** Not among the active ones: ended, unless the list is behind. */
  private void settleGone(FollowedTrack track, TrackCapture capture) {
    Optional<EgressState> found = gateway.egress(room, capture.egressId());
    if (found.isEmpty()) {
      end(track, "LiveKit no longer knows the egress");
    } else if (found.get().status().isTerminal()) {
      end(track, "egress " + found.get().status() + reason(found.get()));
    }
  }

  private boolean isStuck(TrackCapture capture, long nowNs) {
    if (capture.isConnected()) {
      return capture.hasAudio() && capture.silentNs(nowNs) > patience.stall().toNanos();
    }
    return capture.inStateNs(nowNs) > patience.connect().toNanos();
  }

  /** Once LiveKit has no room for one more egress it is not asked again in this round. */
  private void startMissing() {
    Optional<GatewayException> full = Optional.empty();
    for (FollowedTrack track : tracks.values()) {
      if (!track.wantsCapture(clock.nanoTime())) {
        continue;
      }
      if (full.isPresent()) {
        track.refused(full.get(), clock.nanoTime());
      } else {
        full = start(track).filter(TrackFollower::isFull);
      }
    }
  }

  private static boolean isFull(GatewayException refusal) {
    return refusal.category() == GatewayException.Category.QUOTA
        || refusal.category() == GatewayException.Category.NO_CAPACITY;
  }

  private Optional<GatewayException> start(FollowedTrack track) {
    TrackInput input = opened(track);
    URI url = urls.issue(sessionId, track.trackId(), clock.now());
    TrackCapture capture = new TrackCapture(input, url, clock.nanoTime());
    track.begins(capture);
    dialled.put(track.trackId(), capture);
    try {
      EgressState egress = gateway.startTrackEgress(room, track.trackId(), url);
      capture.confirmed(egress.egressId(), clock.nanoTime());
      LOG.log(Level.INFO, "session={0} track={1} started {2}", sessionId, track.trackId(), egress);
      return Optional.empty();
    } catch (GatewayException refusal) {
      if (refusal.category() == GatewayException.Category.UNKNOWN_OUTCOME) {
        capture.unconfirmed(clock.nanoTime());
        return Optional.empty();
      }
      LOG.log(
          Level.INFO,
          "session={0} track={1} waits category={2} {3}",
          sessionId,
          track.trackId(),
          refusal.category(),
          refusal.getMessage());
      dialled.remove(track.trackId(), capture);
      audio.close(input);
      track.refused(refusal, clock.nanoTime());
      return Optional.of(refusal);
    }
  }

  /** The room lane opens the input; it never blocks, so this takes microseconds. */
  private TrackInput opened(FollowedTrack track) {
    try {
      return audio
          .open(track.trackId(), track.speaker())
          .toCompletableFuture()
          .get(ROOM_LANE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new IllegalStateException("the room lane does not answer", stuck);
    }
  }

  /**
   * One that cannot be stopped keeps nobody from stopping the others. LiveKit goes on listing the
   * egresses of a host that died as active, so another try is made after a while only.
   */
  private void stop(String egressId) {
    long nowNs = clock.nanoTime();
    Long refusedNs = unstoppable.get(egressId);
    if (refusedNs != null && nowNs - refusedNs < STOP_AGAIN.toNanos()) {
      return;
    }
    try {
      gateway.stopEgress(egressId);
      unstoppable.remove(egressId);
    } catch (GatewayException failure) {
      unstoppable.put(egressId, nowNs);
      LOG.log(
          Level.WARNING,
          "session={0} egress={1} not stopped: {2}",
          sessionId,
          egressId,
          failure.getMessage());
    }
  }

  private void end(FollowedTrack track, String cause) {
    TrackCapture capture = track.liveCapture();
    if (capture == null) {
      return;
    }
    LOG.log(
        Level.INFO, "session={0} track={1} capture ended: {2}", sessionId, track.trackId(), cause);
    dialled.remove(track.trackId(), capture);
    audio.close(capture.input());
    track.ended(cause, clock.nanoTime());
    // Its place may be free now for one that waits.
    tracks.values().stream().filter(FollowedTrack::waitsForQuota).forEach(FollowedTrack::tryNow);
  }

  private static String reason(EgressState egress) {
    return egress.error().isEmpty() ? "" : ": " + egress.error();
  }
}
