package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.cluster.Leases;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.security.CaptureTokens;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.journal.Journals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What this node's sessions are made of. Threading: safe from any thread; making a session reads
 * what an earlier process kept of it, so it may block.
 */
@ApplicationScoped
class SessionKit {

  private static final long LONGEST_WAIT_SECONDS = 20;

  @Inject RoomSettings settings;
  @Inject RoomGateway gateway;
  @Inject SpeechSettings speech;
  @Inject TranscriptionProvider provider;
  @Inject Journals journals;
  @Inject CaptureTokens tokens;
  @Inject SessionNews news;
  @Inject Clock clock;
  @Inject Lanes lanes;
  @Inject EgressBudget budget;
  @Inject RtmpReceiver receiver;
  @Inject Recorder recorder;
  @Inject ToldWords told;
  @Inject Leases leases;

  /** The record of a session that has just been asked for. */
  SessionRecord request(String room, SessionOptions options, Consumer<SessionView> store) {
    SessionRecord.Request request = new SessionRecord.Request(room, options, provider.name());
    SessionView first = SessionRecord.first(SessionIds.next(clock.now()), request, clock.now());
    return again(first, store);
  }

  /** The record of a session that goes on from this view. */
  SessionRecord again(SessionView before, Consumer<SessionView> store) {
    return new SessionRecord(before, settings.egressDelay, store);
  }

  /** The session of a new record, not started. */
  RoomSession session(SessionRecord record, Runnable whenOver) {
    AudioJournal journal = journals.open(record.id(), SessionRecogniser.BYTES_PER_SECOND);
    return session(record, new Past(journal, Told.NOTHING), whenOver);
  }

  /**
   * The session of the record of one that was begun before, not started. Blocks until it is known
   * what of it is stored, for a limited time.
   *
   * @throws IllegalStateException when that cannot be known at the moment: to be tried again
   */
  RoomSession resumed(SessionRecord record, Runnable whenOver) {
    AudioJournal journal =
        journals.reopen(record.id(), leases.fence(record.id()), SessionRecogniser.BYTES_PER_SECOND);
    long fromMs = journal.start() * 1_000 / SessionRecogniser.BYTES_PER_SECOND;
    boolean known = false;
    try {
      Told stored =
          told.of(record.id(), fromMs)
              .toCompletableFuture()
              .get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      known = true;
      return session(record, new Past(journal, stored), whenOver);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", hurried);
    } catch (ExecutionException | TimeoutException notYet) {
      throw new IllegalStateException("what is stored of it is not known yet", notYet);
    } finally {
      if (!known) {
        CompletionStage<Void> unused = journal.keep();
      }
    }
  }

  /** What there is of a session already: its audio, and what of that is stored as words. */
  private record Past(AudioJournal journal, Told told) {}

  private RoomSession session(SessionRecord record, Past past, Runnable whenOver) {
    SessionOptions options = record.view().options();
    BooleanSupplier mayAct = () -> leases.mayAct(record.id());
    RoomSession.Hearing hearing =
        new RoomSession.Hearing(
            settings.mixing(),
            new SessionRecogniser(
                provider,
                speech.pace(),
                streamOptions(record, options),
                past.journal(),
                past.told(),
                mayAct),
            new CaptureUrls(settings.publicUrl, tokens, receiver),
            options.recording() ? recorder.record(record.id()) : BlockSink.NONE);
    return new RoomSession(
        record,
        new RoomSession.Surroundings(gateway, news, clock, lanes, settings.pace(), budget, mayAct),
        hearing,
        whenOver);
  }

  private StreamOptions streamOptions(SessionRecord record, SessionOptions options) {
    return new StreamOptions(
        RoomMixer.OUTPUT_RATE_HZ,
        /* channels= */ 1,
        options.languages(),
        options.codeSwitching(),
        options.vocabulary(),
        options.partials(),
        Duration.ofMillis(Math.round(options.endpointing() * 1_000)),
        settings.maxUtterance,
        Map.of("roomscribe_session", record.id(), "livekit_room", record.room()));
  }
}
