package io.roomscribe.rooms;

import io.roomscribe.audio.Arrival;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one egress captures.
 *
 * @param kind how the egress is started
 * @param name of the capture within the session, unique among those that run at a time but for RTMP
 * @param voices what is mixed of it: one, or for STEREO the left and the right channel
 */
record CaptureTarget(Kind kind, String name, List<Voice> voices) {

  /** What a capture of everybody is called where others have a track's SID. */
  private static final String EVERYBODY = "room";

  /** How the egress is started. */
  enum Kind {
    /** Track Egress to a WebSocket. */
    TRACK,
    /** One WebSocket, a participant on each channel. */
    STEREO,
    /** One WebSocket, everybody mixed. */
    ROOM,
    /** One RTMP stream, everybody mixed. */
    RTMP
  }

  /**
   * A stretch of sound with an account of its own.
   *
   * @param trackId the track's SID, or {@link #EVERYBODY}
   * @param speaker whose voice it is; null when it is everybody's
   */
  record Voice(String trackId, @Nullable Speaker speaker) {

    static Voice of(MicrophoneTrack microphone) {
      return new Voice(microphone.trackId(), new Speaker(microphone.identity(), microphone.name()));
    }
  }

  static CaptureTarget track(MicrophoneTrack microphone) {
    return new CaptureTarget(Kind.TRACK, microphone.trackId(), List.of(Voice.of(microphone)));
  }

  /**
   * The one capture of a layout that is not TRACKS.
   *
   * @param number tells it from the session's others
   */
  static CaptureTarget ofRoom(CaptureLayout layout, int number, List<MicrophoneTrack> microphones) {
    String name = EVERYBODY + "-" + number;
    Voice everybody = new Voice(EVERYBODY, null);
    return switch (layout.kind()) {
      case STEREO ->
          new CaptureTarget(
              Kind.STEREO,
              name,
              layout.identities().stream().map(identity -> voice(identity, microphones)).toList());
      case RTMP -> new CaptureTarget(Kind.RTMP, RtmpReceiver.CAPTURE, List.of(everybody));
      case ROOM, TRACKS -> new CaptureTarget(Kind.ROOM, name, List.of(everybody));
    };
  }

  /** Who is heard on which channel of the egress. */
  List<ChannelRoute> routes() {
    if (kind != Kind.STEREO) {
      return List.of();
    }
    return List.of(
        new ChannelRoute(identity(voices.get(0)), ChannelRoute.Side.LEFT),
        new ChannelRoute(identity(voices.get(1)), ChannelRoute.Side.RIGHT));
  }

  /** Whether it has the sound of that microphone. */
  boolean hears(MicrophoneTrack microphone) {
    return switch (kind) {
      case TRACK -> name.equals(microphone.trackId());
      case STEREO ->
          voices.stream()
              .map(Voice::speaker)
              .anyMatch(who -> who != null && who.identity().equals(microphone.identity()));
      case ROOM, RTMP -> true;
    };
  }

  /** How its audio comes. */
  Arrival arrival() {
    return kind == Kind.RTMP ? Arrival.IN_BURSTS : Arrival.EVEN;
  }

  /** Whether only newer servers know how to start it, and there are other ways to capture. */
  boolean needsStartEgress() {
    return kind == Kind.STEREO || kind == Kind.ROOM;
  }

  /** Whether the egress connects again by itself after it lost the connection. */
  boolean reconnects() {
    return kind == Kind.RTMP;
  }

  private static String identity(Voice voice) {
    return voice.speaker() == null ? "" : voice.speaker().identity();
  }

  private static Voice voice(String identity, List<MicrophoneTrack> microphones) {
    return microphones.stream()
        .filter(microphone -> microphone.identity().equals(identity))
        .findFirst()
        .map(Voice::of)
        .orElseThrow();
  }
}
