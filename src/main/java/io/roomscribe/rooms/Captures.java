package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All that one session captures or has captured, and how a capture ends.
 *
 * <p>A capture has a place of the budget from its request until it ends here. One that is retired
 * goes on until its egress hangs up, so that what egress has buffered is not lost, for as long as a
 * stopping session would wait for it.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #dialled}; stopping an
 * egress blocks on LiveKit's API.
 */
final class Captures {

  private static final Logger LOG = System.getLogger(Captures.class.getName());
  private static final Duration STOP_AGAIN = Duration.ofSeconds(60);

  private final SessionKey key;
  private final Tools tools;
  private final Lane lane;
  private final CaptureWays ways;
  private final Map<String, Followed> tracks = new LinkedHashMap<>();

  /** The captures of the whole room: the present one's, and that of a switch. */
  private final List<Followed> rooms = new ArrayList<>();

  private final Map<Capture, Runnable> retired = new HashMap<>();
  private final List<URI> published = new ArrayList<>();

  /** When an egress could last not be stopped; as many as the session ever started at most. */
  private final Map<String, Long> unstoppable = new HashMap<>();

  /** The running captures again, for the connections' threads. */
  private final Set<Capture> dialled = ConcurrentHashMap.newKeySet();

  private List<MicrophoneTrack> present = List.of();

  /** Which session of which room. */
  record SessionKey(String sessionId, String room) {}

  /**
   * What captures are made with.
   *
   * @param gateway LiveKit
   * @param audio where the sound goes
   * @param urls where egress sends to
   * @param budget how many there may be
   * @param clock the time
   * @param lanes for what is to be done later
   * @param drain how long egress may take to send what it has buffered
   */
  record Tools(
      RoomGateway gateway,
      RoomAudio audio,
      CaptureUrls urls,
      EgressBudget budget,
      Clock clock,
      Lanes lanes,
      Duration drain) {}

  Captures(SessionKey key, Tools tools, Lane lane) {
    this.key = key;
    this.tools = tools;
    this.lane = lane;
    this.ways = new CaptureWays(tools.clock());
  }

  SessionKey key() {
    return key;
  }

  /** Which ways of capturing the whole room failed too often. */
  CaptureWays ways() {
    return ways;
  }

  /** Goes on after an earlier process, whose captures are over. */
  void resume(List<SessionView.TrackView> before) {
    before.forEach(track -> tracks.put(track.trackId(), Followed.again(track)));
  }

  /** What LiveKit shows now. */
  void notice(List<MicrophoneTrack> microphones) {
    present = List.copyOf(microphones);
    Set<String> shown = new HashSet<>();
    for (MicrophoneTrack microphone : microphones) {
      shown.add(microphone.trackId());
      tracks.computeIfAbsent(
          microphone.trackId(), id -> new Followed(CaptureTarget.track(microphone)));
    }
    tracks.forEach((trackId, track) -> track.wanted(shown.contains(trackId)));
  }

  /** The microphones that LiveKit shows. */
  List<MicrophoneTrack> present() {
    return present;
  }

  /** What is followed of a microphone that LiveKit showed. */
  Followed track(MicrophoneTrack microphone) {
    return Objects.requireNonNull(tracks.get(microphone.trackId()));
  }

  /** Every microphone seen, in order of appearance. */
  List<Followed> tracks() {
    return List.copyOf(tracks.values());
  }

  /** The microphones that are there to be captured. */
  List<Followed> wantedTracks() {
    return tracks.values().stream().filter(Followed::isWanted).toList();
  }

  /** Begins to follow the room as a whole. */
  Followed follow(CaptureTarget room) {
    Followed followed = new Followed(room);
    rooms.add(followed);
    return followed;
  }

  /** Follows the room no longer that way. */
  void forget(Followed room) {
    rooms.remove(room);
  }

  /** Everything followed. */
  List<Followed> all() {
    List<Followed> all = new ArrayList<>(tracks.values());
    all.addAll(rooms);
    return all;
  }

  /** What is being captured. */
  List<Followed> live() {
    return all().stream().filter(followed -> followed.liveCapture() != null).toList();
  }

  /** Whether any audio may still come. */
  boolean anyLive() {
    return !live().isEmpty() || !retired.isEmpty();
  }

  /**
   * The running capture of that name, if it is the one that the secret was made for. Any thread.
   */
  Optional<Capture> dialled(String name, String secret) {
    return dialled.stream().filter(capture -> capture.isFor(name, secret)).findFirst();
  }

  /** An egress for it is being asked for. */
  void begins(Followed followed, Capture capture) {
    followed.begins(capture);
    dialled.add(capture);
    if (capture.target().kind() == CaptureTarget.Kind.RTMP) {
      published.add(capture.url());
    }
  }

  /** LiveKit refused it. */
  void refused(Followed followed, Capture capture, GatewayException refusal) {
    if (followed.liveCapture() == capture) {
      long nowNs = tools.clock().nanoTime();
      close(capture);
      followed.refused(refusal, nowNs);
      capture.ended(nowNs);
      tools.budget().giveBack(key.sessionId());
    }
  }

  /** Its capture, if it has one, ended without being asked to. */
  void failed(Followed followed, String cause) {
    if (followed.liveCapture() != null) {
      ways.failed(followed.target().kind(), cause);
      end(followed, cause);
    }
  }

  /** Ends its capture, if it has one, and lets those try who wait for a place. */
  void end(Followed followed, String cause) {
    Capture capture = followed.liveCapture();
    if (capture == null) {
      return;
    }
    LOG.log(
        Level.INFO, "session={0} capture={1} ended: {2}", key.sessionId(), followed.name(), cause);
    close(capture);
    followed.ended(cause, tools.clock().nanoTime());
    tools.budget().giveBack(key.sessionId());
    placeIsFree();
  }

  /**
   * Stops its egress, and ends the capture once that has sent what it had.
   *
   * @param whenGone runs then; at once if it never connected
   */
  void retire(Followed followed, String cause, Runnable whenGone) {
    Capture capture = followed.release(cause);
    if (capture == null) {
      return;
    }
    retired.put(capture, whenGone);
    if (!capture.egressId().isEmpty()) {
      stop(capture.egressId());
    }
    if (!capture.isConnected()) {
      gone(capture);
      return;
    }
    Cancellable unused = tools.lanes().after(tools.drain(), lane, () -> gone(capture));
  }

  /** A retired capture's connection closed; whether it was one. */
  boolean gone(Capture capture) {
    Runnable whenGone = retired.remove(capture);
    if (whenGone == null) {
      return false;
    }
    close(capture);
    capture.ended(tools.clock().nanoTime());
    tools.budget().giveBack(key.sessionId());
    placeIsFree();
    whenGone.run();
    return true;
  }

  /** Drops what is still connected. */
  void endAll(String cause) {
    tracks.values().forEach(track -> track.wanted(false));
    live().forEach(followed -> end(followed, cause));
    List.copyOf(retired.keySet()).forEach(this::gone);
  }

  /** The egresses of all that is connected or may connect, as far as they are confirmed. */
  List<String> egressIds() {
    return Stream.concat(live().stream().map(Followed::liveCapture), retired.keySet().stream())
        .filter(Objects::nonNull)
        .map(Capture::egressId)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /** Whether the egress sends to this session. */
  boolean isOurs(EgressState egress) {
    return tools.urls().isOf(key.sessionId(), egress)
        || published.stream().anyMatch(url -> tools.urls().isPublishing(url, egress));
  }

  /** Whether the egress belongs to a capture. */
  boolean isHeld(EgressState egress) {
    return live().stream()
            .map(Followed::liveCapture)
            .anyMatch(capture -> capture != null && capture.egressId().equals(egress.egressId()))
        || retired.keySet().stream()
            .anyMatch(capture -> capture.egressId().equals(egress.egressId()));
  }

  /**
   * One that cannot be stopped keeps nobody from stopping the others. LiveKit goes on listing the
   * egresses of a host that died as active, so another try is made after a while only.
   */
  void stop(String egressId) {
    long nowNs = tools.clock().nanoTime();
    Long refusedNs = unstoppable.get(egressId);
    if (refusedNs != null && nowNs - refusedNs < STOP_AGAIN.toNanos()) {
      return;
    }
    try {
      tools.gateway().stopEgress(egressId);
      unstoppable.remove(egressId);
    } catch (GatewayException failure) {
      unstoppable.put(egressId, nowNs);
      LOG.log(
          Level.WARNING,
          "session={0} egress={1} not stopped: {2}",
          key.sessionId(),
          egressId,
          failure.getMessage());
    }
  }

  /** Those who wait for a place may ask for one. */
  void placeIsFree() {
    all().stream().filter(Followed::waitsForPlace).forEach(Followed::tryNow);
  }

  private void close(Capture capture) {
    dialled.remove(capture);
    capture.inputs().forEach(tools.audio()::close);
  }
}
