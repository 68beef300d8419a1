package io.roomscribe.audio;

import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Resample;
import java.util.ArrayList;
import java.util.List;

/** People talking, as tracks at 48 kHz and as what a mixer makes of them when nothing happens. */
final class Meeting {
  /** From first to last word. */
  static final int SECONDS = 60;

  private static final List<short[]> TRACKS = tracks();

  private Meeting() {}

  /** Three who talk, the first alone for the first 20 s but for one sentence. */
  static List<short[]> threeTracks() {
    return TRACKS;
  }

  /** All that is said by anyone, one after the other without a pause, as of one. */
  static short[] monologue() {
    short[] monologue = new short[SECONDS * 48_000];
    int at = 0;
    List<Conversation.Clip> clips = Conversation.load().heardClips();
    for (int next = 0; at < monologue.length; next++) {
      short[] stereo = Resample.to48kStereo(clips.get(next % clips.size()).pcm16k());
      for (int i = 0; i < stereo.length / 2 && at < monologue.length; i++, at++) {
        monologue[at] = (short) (stereo[2 * i] / 2);
      }
    }
    return monologue;
  }

  /** The sum of tracks. */
  static short[] sum(List<short[]> tracks) {
    short[] sum = new short[tracks.get(0).length];
    for (short[] track : tracks) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += track[i];
      }
    }
    return sum;
  }

  private static List<short[]> tracks() {
    Conversation conversation = Conversation.load();
    short[] all = new short[SECONDS * 48_000];
    List<short[]> tracks = new ArrayList<>(List.of(all, all.clone(), all.clone()));
    int next = 0;
    for (Conversation.Participant participant : conversation.participants()) {
      short[] track = tracks.get(next % 3);
      int from = participant.joinAtMs() * 48;
      short[] stereo = Resample.to48kStereo(conversation.pcm16k(participant));
      for (int i = 0; i < stereo.length / 2 && from + i < track.length; i++) {
        track[from + i] += (short) (stereo[2 * i] / 2);
      }
      next++;
    }
    return tracks;
  }
}
