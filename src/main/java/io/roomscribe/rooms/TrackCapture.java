package io.roomscribe.rooms;

import io.roomscribe.audio.TrackInput;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One egress of one track, from the request to its end.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #input} which the
 * connection's thread reads.
 */
final class TrackCapture {

  /** Where the egress is, as far as we know. */
  enum State {
    /** Asked for; the answer has not come. */
    REQUESTED,
    /** Asked for, and the answer was lost: it may be running. */
    UNCONFIRMED,
    /** LiveKit confirmed it. */
    STARTED,
    /** Its WebSocket is open. */
    CONNECTED,
    /** Over. */
    ENDED
  }

  private final TrackInput input;
  private final URI url;
  private final long requestedNs;
  private State state = State.REQUESTED;
  private String egressId = "";
  private Runnable hangUp = () -> {};
  private long changedNs;

  TrackCapture(TrackInput input, URI url, long nowNs) {
    this.input = input;
    this.url = url;
    this.requestedNs = nowNs;
    this.changedNs = nowNs;
  }

  /** The producing end of the track's ring. */
  TrackInput input() {
    return input;
  }

  /** Whether its URL carries this token: an egress that was given up may still dial. */
  boolean isFor(String token) {
    return ("token=" + token).equals(url.getRawQuery());
  }

  State state() {
    return state;
  }

  boolean isLive() {
    return state != State.ENDED;
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** Empty until LiveKit confirmed the egress. */
  String egressId() {
    return egressId;
  }

  long ageNs(long nowNs) {
    return nowNs - requestedNs;
  }

  /** Since when the state is what it is. */
  long inStateNs(long nowNs) {
    return nowNs - changedNs;
  }

  void unconfirmed(long nowNs) {
    to(State.UNCONFIRMED, nowNs);
  }

  /** LiveKit knows it under this id. The socket may have been faster than the answer. */
  void confirmed(String id, long nowNs) {
    egressId = id;
    if (state == State.REQUESTED || state == State.UNCONFIRMED) {
      to(State.STARTED, nowNs);
    }
  }

  void connected(Runnable toHangUp, long nowNs) {
    hangUp = toHangUp;
    to(State.CONNECTED, nowNs);
  }

  void ended(long nowNs) {
    to(State.ENDED, nowNs);
    hangUp.run();
  }

  private void to(State next, long nowNs) {
    state = next;
    changedNs = nowNs;
  }

  /** Time since the last byte when connected, never negative. */
  long silentNs(long nowNs) {
    return Math.max(0, nowNs - input.lastArrivalNs());
  }

  boolean hasAudio() {
    return input.counters().received() > 0;
  }

  @Nullable String egressIdOrNull() {
    return egressId.isEmpty() ? null : egressId;
  }
}
