package io.roomscribe.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of open microphones that no egress captures: gaps of cause {@value #CAUSE}, from where a
 * microphone was first missed up to where it is heard, muted or gone. One that lasts is told in
 * pieces of 10 s, so that little of it is lost with the process.
 *
 * <p>What the mixer misses of a capture that runs is its to tell, and what a {@link SwitchOver}
 * released is that one's.
 *
 * <p>Units: ms since the session's position zero; before that nothing is missed. What somebody says
 * now belongs where egress would bring it, which is later by the egress delay; what follows a
 * capture that ended belongs right after it.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class UnheardMicrophones {

  static final String CAUSE = "NOT_CAPTURED";
  private static final long PIECE_MS = 10_000;

  /** As long as a resumed session's {@link Downtime} goes on at most. */
  private static final long RETURN_MS = 60_000;

  private final String sessionId;
  private final long egressDelayMs;
  private final Consumer<AudioGap> missing;
  private final Map<String, Stretch> unheard = new HashMap<>();

  /** Those that were accounted for when last looked at. */
  private final Set<String> accounted = new HashSet<>();

  /** Not looked at yet since it was resumed. */
  private boolean resumed;

  /**
   * Where the resumed session was looked at first; null once somebody was heard since, or it took
   * too long.
   */
  private @Nullable Long resumedMs;

  UnheardMicrophones(String sessionId, long egressDelayMs, Consumer<AudioGap> missing) {
    this.sessionId = sessionId;
    this.egressDelayMs = egressDelayMs;
    this.missing = missing;
  }

  /**
   * How it is with one microphone.
   *
   * @param heardFromMs where it is heard from, or accounted for by others; null when it is not
   * @param why it is not heard, for people
   */
  record Hearing(@Nullable Long heardFromMs, String why) {}

  /** One that is not heard; seen so by LiveKit too once it is sure. */
  private static final class Stretch {
    private final MicrophoneTrack microphone;
    private long fromMs;
    private String why;
    private boolean sure;

    Stretch(MicrophoneTrack microphone, long fromMs, String why) {
      this.microphone = microphone;
      this.fromMs = fromMs;
      this.why = why;
    }
  }

  /**
   * The session goes on after another process: until the first sound, or for a minute, what is not
   * heard is told as the {@link Downtime}'s.
   */
  void resumed() {
    resumed = true;
  }

  /**
   * LiveKit showed these just now: those that are muted or gone are missed no more. One whose
   * capture ended just before it went was heard to its end.
   */
  void shown(Iterable<MicrophoneTrack> present, long positionMs) {
    Set<String> open = new HashSet<>();
    for (MicrophoneTrack microphone : present) {
      if (!microphone.muted()) {
        open.add(microphone.trackId());
      }
    }
    accounted.retainAll(open);
    for (Iterator<Stretch> each = unheard.values().iterator(); each.hasNext(); ) {
      Stretch stretch = each.next();
      if (open.contains(stretch.microphone.trackId())) {
        stretch.sure = true;
      } else {
        each.remove();
        tell(stretch, positionMs + egressDelayMs);
      }
    }
  }

  /** How it is with a microphone that is open, as far as is known. */
  void look(MicrophoneTrack microphone, Hearing hearing, long positionMs) {
    String trackId = microphone.trackId();
    Long heardFromMs = hearing.heardFromMs();
    if (heardFromMs != null) {
      accounted.add(trackId);
      endDowntime(heardFromMs);
      Stretch over = unheard.remove(trackId);
      if (over != null) {
        over.sure = true;
        tell(over, heardFromMs);
      }
      return;
    }
    boolean wasAccounted = accounted.remove(trackId);
    Stretch stretch =
        unheard.computeIfAbsent(
            trackId,
            id ->
                new Stretch(
                    microphone,
                    wasAccounted ? positionMs : positionMs + egressDelayMs,
                    hearing.why()));
    stretch.why = stretch.why.isEmpty() ? hearing.why() : stretch.why;
    noticeDowntime(positionMs);
    if (stretch.sure && resumedMs == null && positionMs - stretch.fromMs >= PIECE_MS) {
      tell(stretch, positionMs);
      stretch.fromMs = positionMs;
    }
  }

  /** Whether anybody is unheard, so that a look is due soon. */
  boolean isAnybody() {
    return !unheard.isEmpty();
  }

  /** The session's audio ends here. */
  void finish(long positionMs) {
    unheard.values().forEach(stretch -> tell(stretch, positionMs));
    unheard.clear();
    accounted.clear();
  }

  private void noticeDowntime(long positionMs) {
    if (resumed) {
      resumed = false;
      resumedMs = positionMs;
    } else if (resumedMs != null && positionMs - resumedMs > RETURN_MS) {
      resumedMs = null;
    }
  }

  private void endDowntime(long heardFromMs) {
    if (resumedMs != null && heardFromMs - resumedMs <= RETURN_MS) {
      unheard.values().forEach(each -> each.fromMs = Math.max(each.fromMs, heardFromMs));
    }
    resumedMs = null;
    resumed = false;
  }

  private void tell(Stretch stretch, long toMs) {
    if (stretch.sure && toMs > stretch.fromMs) {
      missing.accept(
          new AudioGap(
              sessionId,
              stretch.microphone.trackId(),
              stretch.microphone.identity(),
              stretch.fromMs,
              toMs,
              CAUSE,
              stretch.why));
    }
  }
}
