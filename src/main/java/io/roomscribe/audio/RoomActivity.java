package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who spoke when in a room.
 *
 * <p>Rule: a frame counts for a track if speech was detected in it and it is not more than 15 dB
 * below the loudest other track within 30 ms before and after. What is weaker is another's voice in
 * this microphone, or a voice that a recogniser of the mix does not hear; a quiet voice counts as
 * long as no one much louder speaks at the same moment.
 *
 * <p>Full: each track's history is bounded; a track is forgotten when its last capture is.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class RoomActivity {
  private static final int MASKED_BELOW_LEVELS = 15 * ActivityHistory.STEPS_PER_DB;
  private static final int SPREAD_FRAMES = 3;

  private final int historyFrames;
  private final List<ActivityHistory> histories = new ArrayList<>();
  private long endFrame;

  /** Remembers so many frames, from the first one on. */
  RoomActivity(int historyFrames, long firstFrame) {
    this.historyFrames = historyFrames;
    this.endFrame = firstFrame;
  }

  /** The history of a track, a new one if it is not known. */
  ActivityHistory of(String trackId) {
    for (ActivityHistory history : histories) {
      if (history.trackId().equals(trackId)) {
        history.capture();
        return history;
      }
    }
    ActivityHistory history = new ActivityHistory(trackId, historyFrames, endFrame);
    histories.add(history);
    return history;
  }

  /** Begins the next frame for all tracks. */
  void advance() {
    endFrame++;
    for (int i = histories.size() - 1; i >= 0; i--) {
      histories.get(i).advance();
      if (histories.get(i).isForgotten()) {
        histories.remove(i);
      }
    }
  }

  /** Who spoke in the frames, strongest first. */
  List<TrackSpeech> between(long fromFrame, long toFrame) {
    int[] active = new int[histories.size()];
    double[] energy = new double[histories.size()];
    long to = Math.min(toFrame, endFrame);
    for (long frame = Math.max(fromFrame, endFrame - historyFrames); frame < to; frame++) {
      count(frame, active, energy);
    }
    List<TrackSpeech> speech = new ArrayList<>();
    for (int i = 0; i < active.length; i++) {
      if (active[i] > 0) {
        double share = (double) active[i] / (toFrame - fromFrame);
        String trackId = histories.get(i).trackId();
        speech.add(new TrackSpeech(trackId, share, energy[i] / active[i]));
      }
    }
    speech.sort(Comparator.comparingDouble(s -> -s.energy() * s.activeShare()));
    return speech;
  }

  /** Adds a frame to those who speak in it: each is compared with the loudest of the others. */
  private void count(long frame, int[] active, double[] energy) {
    int loudest = 0;
    int second = 0;
    int whose = -1;
    for (int i = 0; i < active.length; i++) {
      int near = loudestNear(histories.get(i), frame);
      if (near > loudest) {
        second = loudest;
        loudest = near;
        whose = i;
      } else {
        second = Math.max(second, near);
      }
    }
    for (int i = 0; i < active.length && loudest > 0; i++) {
      int level = histories.get(i).level(frame);
      int other = i == whose ? second : loudest;
      if (level > 0 && level >= other - MASKED_BELOW_LEVELS) {
        active[i]++;
        energy[i] += ActivityHistory.energy(level);
      }
    }
  }

  private static int loudestNear(ActivityHistory history, long frame) {
    int loudest = 0;
    for (long near = frame - SPREAD_FRAMES; near <= frame + SPREAD_FRAMES; near++) {
      loudest = Math.max(loudest, history.level(near));
    }
    return loudest;
  }
}
