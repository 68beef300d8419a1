package io.roomscribe.rooms;

import java.util.List;

/**
 * Which egresses make up the capture of a room.
 *
 * @param kind what each of them captures
 * @param identities whose microphones are on the left and right of a STEREO capture; empty
 *     otherwise
 */
record CaptureLayout(Kind kind, List<String> identities) {

  static final CaptureLayout TRACKS = new CaptureLayout(Kind.TRACKS, List.of());
  static final CaptureLayout ROOM = new CaptureLayout(Kind.ROOM, List.of());
  static final CaptureLayout RTMP = new CaptureLayout(Kind.RTMP, List.of());

  /** What an egress captures. */
  enum Kind {
    /** Each one microphone. */
    TRACKS("tracks"),
    /** One, two participants on a channel each. */
    STEREO("room-stereo"),
    /** One, everybody mixed. */
    ROOM("room"),
    /** One, everybody mixed, by RTMP. */
    RTMP("rtmp");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Keeps the list unmodifiable. */
  CaptureLayout {
    identities = List.copyOf(identities);
  }

  static CaptureLayout stereo(List<String> identities) {
    return new CaptureLayout(Kind.STEREO, identities);
  }

  boolean isTracks() {
    return kind == Kind.TRACKS;
  }

  /** Whether it hears everybody who is or comes. */
  boolean hears(List<MicrophoneTrack> microphones) {
    return kind != Kind.STEREO
        || microphones.stream().allMatch(microphone -> identities.contains(microphone.identity()));
  }

  /** As switches name it. */
  String text() {
    return kind.text;
  }

  /** As the session names what is active: room, whichever way its channels are used. */
  String modeText() {
    return kind == Kind.STEREO ? Kind.ROOM.text : kind.text;
  }
}
