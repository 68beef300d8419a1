package io.roomscribe.rooms;

import io.roomscribe.audio.TrackSpeech;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who spoke in each block of audio that is not transcribed yet, however long ago that was: the
 * mixer's own memory is more exact and shorter.
 *
 * <p>Units: samples at 16 kHz since the session's position zero.
 *
 * <p>Memory: some 120 bytes for each block with speech, nothing for silence; bounded by {@link
 * #trim}, which follows the journal.
 *
 * <p>Threading: confined to the room lane.
 */
final class SpeechTrail {

  private static final int ENTRY_BYTES = 4;
  private static final double FULL_SHARE = 255;
  private static final int FULL_LEVEL = 255;
  private static final int STEPS_PER_DB = 2;

  private final int blockSamples;
  private final TreeMap<Long, byte[]> blocks = new TreeMap<>();
  private final List<String> tracks = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private long lastTrimmedEnd;

  SpeechTrail(int blockSamples) {
    this.blockSamples = blockSamples;
  }

  /** Who spoke in the block at the position; nobody is not worth noting. */
  void note(long position, List<TrackSpeech> speech) {
    if (speech.isEmpty()) {
      return;
    }
    byte[] packed = new byte[speech.size() * ENTRY_BYTES];
    for (int i = 0; i < speech.size(); i++) {
      TrackSpeech each = speech.get(i);
      int track = indexes.computeIfAbsent(each.trackId(), this::index);
      double level = FULL_LEVEL + 10 * STEPS_PER_DB * Math.log10(each.energy() + 1e-30);
      packed[i * ENTRY_BYTES] = (byte) track;
      packed[i * ENTRY_BYTES + 1] = (byte) (track >> 8);
      packed[i * ENTRY_BYTES + 2] = (byte) Math.round(each.activeShare() * FULL_SHARE);
      packed[i * ENTRY_BYTES + 3] = (byte) Math.max(0, Math.min(FULL_LEVEL, Math.round(level)));
    }
    blocks.put(position, packed);
  }

  private int index(String track) {
    tracks.add(track);
    return tracks.size() - 1;
  }

  /** Where the first speech at or after the position begins, to a block; the limit if none does. */
  long nextSpeech(long position, long limit) {
    Long block = blocks.higherKey(position - blockSamples);
    return block == null ? limit : Math.min(limit, Math.max(position, block));
  }

  /** Where the last speech that began before the position ended; zero if there is none. */
  long speechBefore(long position) {
    Long block = blocks.lowerKey(position);
    return block == null ? lastTrimmedEnd : block + blockSamples;
  }

  /** Forgets what was before. */
  void trim(long position) {
    Map<Long, byte[]> old = blocks.headMap(position - blockSamples, true);
    if (!old.isEmpty()) {
      lastTrimmedEnd = Math.max(lastTrimmedEnd, speechBefore(position - blockSamples + 1));
      old.clear();
    }
  }

  /** Who spoke in the interval, strongest first, as exactly as blocks tell. */
  List<TrackSpeech> between(long from, long to) {
    Map<Integer, double[]> sums = new HashMap<>();
    int count = (int) Math.max(1, (to - from + blockSamples - 1) / blockSamples);
    for (byte[] packed : blocks.subMap(from - blockSamples, false, to, false).values()) {
      for (int at = 0; at < packed.length; at += ENTRY_BYTES) {
        int track = (packed[at] & 0xff) | (packed[at + 1] & 0xff) << 8;
        double share = (packed[at + 2] & 0xff) / FULL_SHARE;
        double[] sum = sums.computeIfAbsent(track, unseen -> new double[2]);
        sum[0] += share;
        sum[1] += share * energy(packed[at + 3] & 0xff);
      }
    }
    List<TrackSpeech> speech = new ArrayList<>();
    sums.forEach(
        (track, sum) ->
            speech.add(
                new TrackSpeech(tracks.get(track), Math.min(1, sum[0] / count), sum[1] / sum[0])));
    speech.sort(Comparator.comparingDouble(s -> -s.energy() * s.activeShare()));
    return speech;
  }

  private static double energy(int level) {
    return Math.pow(10, (level - FULL_LEVEL) / (10.0 * STEPS_PER_DB));
  }
}
