package io.roomscribe.rooms;

/**
 * How many egresses a room can use.
 *
 * @param most as many as it has a use for; 0 when nobody is there to hear
 * @param allOrOne whether anything between one and {@code most} is of no use to it
 */
record EgressNeed(int most, boolean allOrOne) {

  static final EgressNeed NONE = new EgressNeed(0, false);

  /** What a situation calls for. */
  static EgressNeed of(CapturePlan.Situation situation) {
    int microphones = situation.microphones().size();
    return switch (situation.requested()) {
      case TRACKS -> new EgressNeed(microphones, false);
      case ROOM, RTMP ->
          situation.requested() == CaptureMode.RTMP || situation.canCaptureRoom()
              ? new EgressNeed(1, false)
              : new EgressNeed(microphones, false);
      case AUTO ->
          situation.canCaptureRoom()
              ? new EgressNeed(microphones + 1, true)
              : new EgressNeed(microphones, false);
    };
  }
}
