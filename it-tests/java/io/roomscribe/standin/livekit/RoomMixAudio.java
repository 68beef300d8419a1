package io.roomscribe.standin.livekit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import livekit.LivekitEgress.AudioChannel;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackType;

/**
 * The sum of many tracks of a room: all of them, or those that a route names, on both sides or on
 * one. Tracks that are published later join in, so that a person is followed over reconnects.
 *
 * <p>Absent: it never ends by itself, not even when everyone has left. On one side only, a stereo
 * track is heard as the mean of its two.
 *
 * <p>Ownership: a track once heard is kept until the egress is over, as what it carried is read
 * later than it was said.
 *
 * <p>Threading: confined to the pacing thread.
 *
 * <p>Source: livekit/egress pkg/pipeline/source/sdk.go (matchesAudioRoute, awaitMediaTracks),
 * pkg/config/pipeline.go; compared with a running egress v1.14.1, which hears everyone on both
 * sides if {@code capture_all} and routes are given together.
 */
final class RoomMixAudio implements EgressAudio {

  private final List<Route> routes;
  private final Map<StandInTrack, AudioChannel> heard = new LinkedHashMap<>();
  private int[] single = new int[0];
  private StandInRoom room;

  private RoomMixAudio(List<Route> routes) {
    this.routes = routes;
  }

  /** Everyone on both sides. */
  static RoomMixAudio everyone() {
    return routed(
        List.of(new Route(Optional.empty(), it -> true, AudioChannel.AUDIO_CHANNEL_BOTH)));
  }

  /** Those that a route names; the first that fits counts. */
  static RoomMixAudio routed(List<Route> routes) {
    return new RoomMixAudio(List.copyOf(routes));
  }

  @Override
  public Optional<String> missing(StandInRoom where) {
    room = where;
    return routes.stream()
        .flatMap(route -> route.needed().stream())
        .filter(needed -> !needed.isIn(where))
        .map(Need::error)
        .findFirst();
  }

  @Override
  public Optional<String> flaw() {
    return Optional.empty();
  }

  @Override
  public List<StandInTrack> tracks() {
    findTracks();
    return heard.keySet().stream().filter(track -> !track.hasEnded()).toList();
  }

  private void findTracks() {
    for (StandInParticipant participant : room.participants()) {
      if (participant.info().getKind() != ParticipantInfo.Kind.EGRESS) {
        participant.tracks().stream()
            .filter(track -> track.info().getType() == TrackType.AUDIO)
            .filter(track -> !heard.containsKey(track))
            .forEach(this::listenTo);
      }
    }
  }

  private void listenTo(StandInTrack track) {
    routes.stream()
        .filter(route -> route.fits().test(track))
        .findFirst()
        .ifPresent(route -> heard.put(track, route.channel()));
  }

  @Override
  public boolean hasEnded() {
    return false;
  }

  @Override
  public void read(long fromNanos, int[] stereo, int frames) {
    findTracks();
    Arrays.fill(stereo, 0, 2 * frames, 0);
    if (single.length < 2 * frames) {
      single = new int[2 * frames];
    }
    heard.forEach(
        (track, channel) -> {
          track.audio().read(fromNanos, single, frames);
          add(channel, stereo, frames);
        });
  }

  private void add(AudioChannel channel, int[] stereo, int frames) {
    for (int i = 0; i < 2 * frames; i += 2) {
      int mean = (single[i] + single[i + 1]) / 2;
      switch (channel) {
        case AUDIO_CHANNEL_LEFT -> stereo[i] += mean;
        case AUDIO_CHANNEL_RIGHT -> stereo[i + 1] += mean;
        default -> {
          stereo[i] += single[i];
          stereo[i + 1] += single[i + 1];
        }
      }
    }
  }

  /**
   * Which tracks go where.
   *
   * @param needed who or what must be in the room before the egress begins
   */
  record Route(Optional<Need> needed, Predicate<StandInTrack> fits, AudioChannel channel) {

    static Route ofTrack(String sid, AudioChannel channel) {
      Need need = new Need(room -> room.track(sid).isPresent(), "track " + sid + " not found");
      return new Route(Optional.of(need), track -> track.sid().equals(sid), channel);
    }

    static Route ofParticipant(String identity, AudioChannel channel) {
      Need need =
          new Need(
              room -> room.participant(identity).isPresent(),
              "participant " + identity + " not found");
      return new Route(
          Optional.of(need), track -> track.owner().identity().equals(identity), channel);
    }

    static Route ofKind(ParticipantInfo.Kind kind, AudioChannel channel) {
      return new Route(Optional.empty(), track -> track.owner().info().getKind() == kind, channel);
    }

    /** A route that matches nothing, as one without a match does. */
    static Route ofNothing(AudioChannel channel) {
      return new Route(Optional.empty(), track -> false, channel);
    }
  }

  /** Something that must be there, and what is said if it is not. */
  record Need(Predicate<StandInRoom> there, String error) {

    boolean isIn(StandInRoom room) {
      return there.test(room);
    }
  }
}
