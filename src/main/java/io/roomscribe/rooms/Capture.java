package io.roomscribe.rooms;

import io.roomscribe.audio.PcmInput;
import io.roomscribe.audio.SplitInput;
import io.roomscribe.audio.TrackCounters;
import io.roomscribe.audio.TrackInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One egress, from the request to its end.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #input} and {@link #isFor}
 * which the connection's thread reads.
 */
final class Capture {

  /** Where the egress is, as far as we know. */
  enum State {
    /** Asked for; the answer has not come. */
    REQUESTED,
    /** Asked for, and the answer was lost: it may be running. */
    UNCONFIRMED,
    /** LiveKit confirmed it. */
    STARTED,
    /** Its connection is open. */
    CONNECTED,
    /** Its connection was lost, and it may come back by itself. */
    LOST,
    /** Over. */
    ENDED
  }

  /**
   * Where the egress sends to.
   *
   * @param url holds the secret: never log
   * @param secret tells this capture's connection from those of earlier ones
   */
  record Address(URI url, String secret) {}

  private final CaptureTarget target;
  private final List<TrackInput> inputs;
  private final PcmInput input;
  private final Address address;
  private final long requestedNs;
  private State state = State.REQUESTED;
  private String egressId = "";
  private Runnable hangUp = () -> {};
  private long changedNs;

  Capture(CaptureTarget target, List<TrackInput> inputs, Address address, long nowNs) {
    this.target = target;
    this.inputs = List.copyOf(inputs);
    this.input = inputs.size() == 2 ? new SplitInput(inputs.get(0), inputs.get(1)) : inputs.get(0);
    this.address = address;
    this.requestedNs = nowNs;
    this.changedNs = nowNs;
  }

  CaptureTarget target() {
    return target;
  }

  /** What the egress's bytes go to. */
  PcmInput input() {
    return input;
  }

  /** The voices' accounts, one or two. */
  List<TrackInput> inputs() {
    return inputs;
  }

  URI url() {
    return address.url();
  }

  String secret() {
    return address.secret();
  }

  /** Whether who presents this is its egress: one that was given up may still dial. Any thread. */
  boolean isFor(String name, String secret) {
    return target.name().equals(name)
        && MessageDigest.isEqual(
            address.secret().getBytes(StandardCharsets.UTF_8),
            secret.getBytes(StandardCharsets.UTF_8));
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

  /** The answer was lost. The connection or a report may have come before that was noticed. */
  void unconfirmed(long nowNs) {
    if (state == State.REQUESTED) {
      to(State.UNCONFIRMED, nowNs);
    }
  }

  /** LiveKit knows it under this id. The connection may have been faster than the answer. */
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

  /** The connection closed, and the egress dials again by itself. */
  void lost(long nowNs) {
    to(State.LOST, nowNs);
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
    long lastNs = Math.max(inputs.get(0).lastArrivalNs(), changedNs);
    return Math.max(0, nowNs - lastNs);
  }

  boolean hasAudio() {
    return inputs.get(0).counters().received() > 0;
  }

  /** The account of the first voice. */
  TrackCounters counters() {
    return inputs.get(0).counters();
  }

  @Nullable String egressIdOrNull() {
    return egressId.isEmpty() ? null : egressId;
  }
}
