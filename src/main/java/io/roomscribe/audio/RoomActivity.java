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
    List<TrackSpeech> speech = new ArrayList<>();
    long from = Math.max(fromFrame, endFrame - historyFrames);
    long to = Math.min(toFrame, endFrame);
    for (ActivityHistory history : histories) {
      int active = 0;
      double energy = 0;
      for (long frame = from; frame < to; frame++) {
        int level = history.level(frame);
        if (level > 0 && level >= loudestOther(history, frame) - MASKED_BELOW_LEVELS) {
          active++;
          energy += ActivityHistory.energy(level);
        }
      }
      if (active > 0) {
        double share = (double) active / (toFrame - fromFrame);
        speech.add(new TrackSpeech(history.trackId(), share, energy / active));
      }
    }
    speech.sort(Comparator.comparingDouble(s -> -s.energy() * s.activeShare()));
    return speech;
  }

  private int loudestOther(ActivityHistory own, long frame) {
    int loudest = 0;
    for (ActivityHistory history : histories) {
      if (history == own) {
        continue;
      }
      for (long near = frame - SPREAD_FRAMES; near <= frame + SPREAD_FRAMES; near++) {
        loudest = Math.max(loudest, history.level(near));
      }
    }
    return loudest;
  }
}
