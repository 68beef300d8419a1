package io.roomscribe.rooms;

import java.util.List;

/**
 * How a room is best captured, as things are.
 *
 * <p>AUTO captures tracks while there is one egress for each microphone and one in reserve, which a
 * later switch needs in order to begin before the tracks end. Otherwise the whole room is captured
 * by one egress: by WebSocket where the server can, else by RTMP where this node can; where neither
 * can, as many tracks as there are egresses. Exactly two people are put on a channel each, so that
 * it stays known who spoke.
 *
 * @param layout the egresses
 * @param why in a sentence, for people
 */
record CapturePlan(CaptureLayout layout, String why) {

  /**
   * How things are.
   *
   * @param requested how the session may capture
   * @param microphones that can be captured, in order of appearance; at least one
   * @param allotment egresses that are this room's share
   * @param roomObstacle why one WebSocket egress of the room is not to be had, as a clause; empty
   *     when it is
   * @param rtmpObstacle why RTMP is not to be had; empty when it is
   */
  record Situation(
      CaptureMode requested,
      List<MicrophoneTrack> microphones,
      int allotment,
      String roomObstacle,
      String rtmpObstacle) {

    /** The same with another share. */
    Situation with(int share) {
      return new Situation(requested, microphones, share, roomObstacle, rtmpObstacle);
    }

    /** Whether one egress can capture the whole room. */
    boolean canCaptureRoom() {
      return roomObstacle.isEmpty() || rtmpObstacle.isEmpty();
    }
  }

  static CapturePlan of(Situation situation) {
    int microphones = situation.microphones().size();
    return switch (situation.requested()) {
      case TRACKS -> new CapturePlan(CaptureLayout.TRACKS, "as asked");
      case RTMP -> new CapturePlan(CaptureLayout.RTMP, "as asked");
      case ROOM -> wholeRoom(situation, "as asked");
      case AUTO -> {
        int needed = microphones + 1;
        String need =
            needed + " egresses, one for each of " + microphones + " tracks and one in reserve,";
        yield needed <= situation.allotment()
            ? new CapturePlan(CaptureLayout.TRACKS, need + " may run")
            : wholeRoom(situation, need + " are more than may run now");
      }
    };
  }

  private static CapturePlan wholeRoom(Situation situation, String why) {
    if (situation.roomObstacle().isEmpty()) {
      List<String> people =
          situation.microphones().stream().map(MicrophoneTrack::identity).distinct().toList();
      return people.size() == 2
          ? new CapturePlan(CaptureLayout.stereo(people), why + "; two people, a channel each")
          : new CapturePlan(CaptureLayout.ROOM, why);
    }
    String instead = why + "; " + situation.roomObstacle();
    return situation.rtmpObstacle().isEmpty()
        ? new CapturePlan(CaptureLayout.RTMP, instead)
        : new CapturePlan(
            CaptureLayout.TRACKS,
            instead + ", and RTMP is not possible (" + situation.rtmpObstacle() + ")");
  }
}
