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
 * @param capture by which egresses the room is captured
 * @param tracks every microphone seen, in order of appearance
 * @param gaps the latest stretches of audio that are missing from the mix
 * @param transitions every change of state, oldest first
 * @param recording how the recording is doing; null where none was asked for, and in the store
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
    CaptureView capture,
    List<TrackView> tracks,
    List<GapView> gaps,
    List<TransitionView> transitions,
    @Nullable RecordingView recording) {

  /** Keeps the lists unmodifiable. */
  public SessionView {
    tracks = List.copyOf(tracks);
    gaps = List.copyOf(gaps);
    transitions = List.copyOf(transitions);
  }

  boolean isOver() {
    return SessionState.valueOf(state).isOver();
  }

  /** The same with what is known of its recording. */
  SessionView with(RecordingView known) {
    return new SessionView(
        id,
        room,
        state,
        cause,
        options,
        createdAt,
        epoch,
        endedAt,
        trouble,
        transcription,
        capture,
        tracks,
        gaps,
        transitions,
        known);
  }

  /**
   * A session's audio that is kept, as it is now.
   *
   * @param state RECORDING; TROUBLE: nothing is kept at the moment, the detail says why; KEPT: the
   *     session is over; DELETED: by request; NONE: nothing is here, because nothing was heard, it
   *     has expired, or it is on another node's disk
   * @param durationMs its length, from the session's position zero
   * @param lostMs what of it is silent only because it was not kept
   * @param detail what the trouble is; empty when there is none
   * @param keptUntil when it expires; null while it may still grow, and without a recording
   */
  public record RecordingView(
      String state, long durationMs, long lostMs, String detail, @Nullable Instant keptUntil) {}

  /**
   * How speech-to-text is doing.
   *
   * @param provider its name
   * @param state IDLE, CONNECTING, OPEN, TROUBLE, PARKED (silence: no stream is open, and none is
   *     paid for), FINISHING or ENDED
   * @param detail what the trouble is; empty when there is none
   * @param providerSessionId the service's id of the stream; null before it answered
   * @param heardMs audio of the room, silence included
   * @param refusedMs audio that found the journal full, on top of heardMs
   * @param billedMs audio that the service has taken: less than heardMs where silence was left out,
   *     more where a new stream heard something again
   * @param waitingMs audio that the service has not taken yet
   */
  public record TranscriptionView(
      String provider,
      String state,
      String detail,
      @Nullable String providerSessionId,
      long heardMs,
      long refusedMs,
      long billedMs,
      long waitingMs) {}

  /**
   * How the room is captured.
   *
   * @param requested auto, tracks, room or rtmp
   * @param active none, tracks, room or rtmp
   * @param stereo whether one egress of the room carries two people on a channel each
   * @param why it is captured so
   * @param since when; null before anything was captured
   * @param waitingFor what more is wanted, and what it waits for; null when nothing is
   * @param room the egress of the whole room; null when there is none
   * @param switches every change of what was running, oldest first
   */
  public record CaptureView(
      String requested,
      String active,
      boolean stereo,
      String why,
      @Nullable Instant since,
      @Nullable String waitingFor,
      @Nullable EgressView room,
      List<SwitchView> switches) {

    /** Keeps the list unmodifiable. */
    public CaptureView {
      switches = List.copyOf(switches);
    }

    /** Of a session that has just been asked for. */
    static CaptureView first(String requested) {
      return new CaptureView(
          requested, "none", false, "nobody to hear yet", null, null, null, List.of());
    }
  }

  /**
   * A change from some egresses to others.
   *
   * @param at when
   * @param from tracks, room-stereo, room or rtmp
   * @param to tracks, room-stereo, room or rtmp
   * @param why it was made
   * @param positionMs up to where the old egresses are heard, since the session's position zero
   * @param lagMs how much later than the old ones the new ones carry a sound
   * @param how the cut was found: CORRELATED, IN_SILENCE or BY_DELAY; NO_OVERLAP when nothing was
   *     running any more
   */
  public record SwitchView(
      Instant at, String from, String to, String why, long positionMs, long lagMs, String how) {}

  /**
   * An egress.
   *
   * @param egressId of the latest one; null before one was started
   * @param state WAITING, STARTING, CAPTURING or ENDED
   * @param cause why it waits or ended; empty otherwise
   * @param attempts egresses started so far
   * @param counters audio accounting of the latest one, of its left channel if it is stereo; null
   *     before
   */
  public record EgressView(
      @Nullable String egressId,
      String state,
      String cause,
      int attempts,
      @Nullable CountersView counters) {}

  /**
   * A microphone.
   *
   * @param trackId its SID
   * @param participant whose it is
   * @param egressId of the latest capture; null before one was started
   * @param state WAITING, STARTING, CAPTURING, ENDED, or IN_ROOM: heard through the egress of the
   *     whole room
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
