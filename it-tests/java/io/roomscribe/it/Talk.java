package io.roomscribe.it;

import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import io.roomscribe.standin.speech.Resample;

/** Lets tracks say words in tones, which the Gladia stand-in hears letter by letter. */
final class Talk {

  private Talk() {}

  /** Says the words from now on; returns at once. */
  static void say(StandInTrack track, String words) {
    track.play(TrackSound.of(Resample.to48kStereo(ToneAlphabet.encode(words))));
  }
}
