package io.roomscribe.audio;

/**
 * A stretch of a track that is missing from the mix or was left out of it, or of the whole room
 * that was not transcribed.
 *
 * <p>Stretches of one cause less than 100 ms apart are one gap; one that lasts is reported each 10
 * s. Corrections that cannot be heard (samples left out of a pause, speech squeezed by less than 2
 * %) are counted in {@link TrackCounters} only.
 *
 * @param trackId the track; {@link #WHOLE_ROOM} when all are meant
 * @param fromSamples position at 16 kHz since the session began
 * @param toSamples exclusive
 * @param cause why
 */
public record Gap(String trackId, long fromSamples, long toSamples, Cause cause) {

  /** Why audio is missing. */
  public enum Cause {
    /** Nothing arrived in time; silence was mixed instead. What comes late is mixed late. */
    UNDERRUN,
    /** More arrived than the ring holds; the oldest was dropped, which would have been here. */
    OVERFLOW,
    /** Speech was cut to bring a late track nearer to its place; this long, mixed from here on. */
    CATCH_UP,
    /** More waited for speech-to-text than the journal holds; what came then was left out. */
    JOURNAL_FULL,
    /** No node ran the session: the server was stopped or killed, and has come back since. */
    NODE_DOWN,
    /** It waited for speech-to-text where the node that went on with the session finds nothing. */
    JOURNAL_UNREACHABLE,
    /** It waited for speech-to-text on a disk that could not give it back. */
    JOURNAL_DAMAGED,
    /** Speech-to-text did not come to it before the session ended. */
    UNTRANSCRIBED
  }

  /** Stands for all tracks. */
  public static final String WHOLE_ROOM = "";
}
