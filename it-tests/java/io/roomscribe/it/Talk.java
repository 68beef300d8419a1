package io.roomscribe.it;

import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import io.roomscribe.standin.speech.Resample;
import java.util.List;

/** Lets tracks say words in tones, which the Gladia stand-in hears letter by letter. */
final class Talk {

  private Talk() {}

  /** Says the words from now on; returns at once. */
  static void say(StandInTrack track, String words) {
    track.play(TrackSound.of(Resample.to48kStereo(ToneAlphabet.encode(words))));
  }

  /**
   * Lets each of them say one, a second after the end of the one before: long enough for a line of
   * its own. Returns at once.
   */
  static void sayInTurn(List<StandInTrack> tracks, String... words) {
    int frames = 0;
    for (int i = 0; i < words.length; i++) {
      short[] word = Resample.to48kStereo(ToneAlphabet.encode(words[i]));
      short[] later = new short[2 * frames + word.length];
      System.arraycopy(word, 0, later, 2 * frames, word.length);
      tracks.get(i).play(TrackSound.of(later));
      frames += word.length / 2 + TrackSound.RATE_HZ;
    }
  }
}
