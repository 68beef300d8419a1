package io.roomscribe.standin.livekit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import livekit.LivekitModels.TrackType;

/**
 * One track, as Track Egress hears it; over when the track is.
 *
 * <p>Threading: confined to the pacing thread.
 */
final class OneTrackAudio implements EgressAudio {

  private final String sid;
  private StandInTrack track;

  OneTrackAudio(String sid) {
    this.sid = sid;
  }

  @Override
  public Optional<String> missing(StandInRoom room) {
    track = room.track(sid).orElse(null);
    return track == null ? Optional.of("track " + sid + " not found") : Optional.empty();
  }

  @Override
  public Optional<String> flaw() {
    return track.info().getType() == TrackType.AUDIO
        ? Optional.empty()
        : Optional.of(
            "format websocket incompatible with codec "
                + track.info().getMimeType().toLowerCase(Locale.ROOT));
  }

  @Override
  public List<StandInTrack> tracks() {
    return List.of(track);
  }

  @Override
  public boolean hasEnded() {
    return track.hasEnded();
  }

  @Override
  public void read(long fromNanos, int[] stereo, int frames) {
    track.audio().read(fromNanos, stereo, frames);
  }
}
