package io.roomscribe.standin.livekit;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The audio of an egress, whose outputs send each piece as soon as they have read it; a witness is
 * told.
 *
 * <p>Threading: confined to the pacing thread.
 */
final class WitnessedAudio implements EgressAudio {

  private final EgressAudio audio;
  private final Supplier<Optional<SoundWitness>> witness;

  WitnessedAudio(EgressAudio audio, Supplier<Optional<SoundWitness>> witness) {
    this.audio = audio;
    this.witness = witness;
  }

  @Override
  public Optional<String> missing(StandInRoom room) {
    return audio.missing(room);
  }

  @Override
  public Optional<String> flaw() {
    return audio.flaw();
  }

  @Override
  public List<StandInTrack> tracks() {
    return audio.tracks();
  }

  @Override
  public boolean hasMedia() {
    return audio.hasMedia();
  }

  @Override
  public boolean hasEnded() {
    return audio.hasEnded();
  }

  @Override
  public void read(long fromNanos, int[] stereo, int frames) {
    audio.read(fromNanos, stereo, frames);
    witness
        .get()
        .ifPresent(
            seeing -> {
              long now = System.nanoTime();
              audio.tracks().forEach(track -> seeing.sent(track, fromNanos, now));
            });
  }
}
