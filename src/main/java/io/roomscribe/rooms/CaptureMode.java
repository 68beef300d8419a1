package io.roomscribe.rooms;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a session may capture its room. */
enum CaptureMode {
  /** Tracks while there are egresses enough, else the whole room. */
  AUTO,
  /** One egress for each microphone; those that find none wait. */
  TRACKS,
  /** One egress of the whole room, by WebSocket or else by RTMP. */
  ROOM,
  /** One egress of the whole room, by RTMP. */
  RTMP;

  /** As settings and requests name it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of that name; empty when there is none. */
  static Optional<CaptureMode> of(String text) {
    return Stream.of(values()).filter(mode -> mode.text().equals(text)).findFirst();
  }
}
