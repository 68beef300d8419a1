package io.roomscribe.rooms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as the REST resource shows it and the store keeps it.
 *
 * @param id the session's id; ids sort by time of creation
 * @param room the room's name
 * @param state one of {@link SessionState}
 * @param cause why it is in this state
 * @param options how it listens
 * @param createdAt when it was asked for
 * @param epoch wall-clock time of position zero, to which all ms of its captions relate; null
 *     before the first microphone was captured
 * @param endedAt when it was over; null before
 * @param trouble what LiveKit refuses at the moment; null when nothing
 * @param transcription how speech-to-text is doing
 * @param tracks every microphone seen, in order of appearance
 * @param gaps the latest stretches of audio that are missing from the mix
 * @param transitions every change of state, oldest first
 */
public record SessionView(
    String id,
    String room,
    String state,
    String cause,
    SessionOptions options,
    Instant createdAt,
    @Nullable Instant epoch,
    @Nullable Instant endedAt,
    @Nullable String trouble,
    TranscriptionView transcription,
    List<TrackView> tracks,
    List<GapView> gaps,
    List<TransitionView> transitions) {

  /** Keeps the lists unmodifiable. */
  public SessionView {
    tracks = List.copyOf(tracks);
    gaps = List.copyOf(gaps);
    transitions = List.copyOf(transitions);
  }

  boolean isOver() {
    return SessionState.valueOf(state).isOver();
  }

  /**
   * How speech-to-text is doing.
   *
   * @param provider its name
   * @param state IDLE, CONNECTING, OPEN, TROUBLE or ENDED
   * @param detail what the trouble is; empty when there is none
   * @param providerSessionId the service's id of the stream; null before it answered
   * @param heardMs audio handed to the service
   * @param refusedMs audio that found the service's buffer full or no stream at all
   */
  public record TranscriptionView(
      String provider,
      String state,
      String detail,
      @Nullable String providerSessionId,
      long heardMs,
      long refusedMs) {}

  /**
   * A microphone.
   *
   * @param trackId its SID
   * @param participant whose it is
   * @param egressId of the latest capture; null before one was started
   * @param state WAITING, STARTING, CAPTURING or ENDED
   * @param cause why it waits or ended; empty otherwise
   * @param attempts captures started so far
   * @param counters audio accounting of the latest capture; null before
   */
  public record TrackView(
      String trackId,
      Speaker participant,
      @Nullable String egressId,
      String state,
      String cause,
      int attempts,
      @Nullable CountersView counters) {}

  /**
   * Audio accounting in ms of one track.
   *
   * @param receivedMs arrived from LiveKit
   * @param mixedMs placed in the mix
   * @param inventedMs silence mixed because nothing had arrived
   * @param droppedInSilenceMs left out of pauses to catch up
   * @param droppedInSpeechMs left out of speech to catch up
   * @param overflowedMs dropped because too much had piled up
   */
  public record CountersView(
      long receivedMs,
      long mixedMs,
      long inventedMs,
      long droppedInSilenceMs,
      long droppedInSpeechMs,
      long overflowedMs) {}

  /**
   * A stretch of audio that is missing.
   *
   * @param trackId the track
   * @param fromMs since the session's position zero
   * @param toMs exclusive
   * @param cause UNDERRUN, OVERFLOW or CATCH_UP
   */
  public record GapView(String trackId, long fromMs, long toMs, String cause) {}

  /**
   * A change of state.
   *
   * @param at when
   * @param from the state before; null for the first
   * @param to the state after
   * @param cause why
   */
  public record TransitionView(Instant at, @Nullable String from, String to, String cause) {}
}
