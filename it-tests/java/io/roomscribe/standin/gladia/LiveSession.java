package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One live session: audio in, messages out, from the POST to the result.
 *
 * <p>Life: {@code WAITING} for its first socket, {@code OPEN} for audio (with or without a socket:
 * any drop but the client's own 1000 can be resumed), {@code FINISHING} what was stopped, {@code
 * ENDED} with its socket closed, {@code DONE} once the result can be fetched.
 *
 * <p>Threading: confined to the lane.
 *
 * <p>Source: the order after stop_recording is that of the documentation; a second socket on the
 * same URL replaces the first (undocumented).
 */
final class LiveSession implements Hearing.Witness {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final int ENDED_SESSION = 4403;
  private static final int NO_AUDIO = 4408;
  private static final int NO_SPEECH = 4504;
  private static final String CHUNK = "audio_chunk";
  private static final String STOP = "stop_recording";

  enum State {
    WAITING,
    OPEN,
    FINISHING,
    ENDED,
    DONE
  }

  final String id = UUID.randomUUID().toString();
  final String token = UUID.randomUUID().toString();
  final String createdAt = Json.now();
  final SessionRequest request;
  final ByteLedger ledger;
  final Transcript transcript;
  final Messenger messenger;
  final AudioIntake.Recording recording = new AudioIntake.Recording();
  final Course course = new Course();

  private final Lane lane;
  private final Faults faults;
  private final StandInOptions options;
  private final Hearing hearing;
  private final ScheduledFuture<?> ticking;
  private final boolean[] speaking;

  private State state = State.WAITING;
  private @Nullable Link link;
  private int connections;
  private Faults.@Nullable Break breaking;
  private long swallowed;
  private boolean stoppedByClient;
  private boolean recordingStarted;
  private double heardS;
  private double lastSpeechS;
  private long lastAudioNs = System.nanoTime();
  private long linkLostNs = System.nanoTime();
  private String completedAt = "";
  private ObjectNode postSessionMetadata = Json.object();

  /** What a session shares with the others. */
  record Shared(
      Lane lane,
      Recogniser recogniser,
      Faults faults,
      StandInOptions options,
      Callbacks callbacks) {}

  LiveSession(SessionRequest request, Shared shared) {
    this.request = request;
    lane = shared.lane();
    faults = shared.faults();
    options = shared.options();
    ledger = new ByteLedger(request.bytesPerSecond());
    transcript = new Transcript(request.channels(), request.language());
    messenger = new Messenger(id, request, shared.callbacks());
    speaking = new boolean[request.channels()];
    hearing = new Hearing(request, shared.recogniser(), lane, this);
    ticking = lane.every(TICK, this::tick);
    messenger.sayStarted();
  }

  State state() {
    return state;
  }

  int connections() {
    return connections;
  }

  String completedAt() {
    return completedAt;
  }

  ObjectNode postSessionMetadata() {
    return postSessionMetadata;
  }

  void postSessionMetadata(ObjectNode metadata) {
    postSessionMetadata = metadata;
  }

  /** Whether it takes one of the account's concurrent sessions. */
  boolean isActive() {
    return state.compareTo(State.ENDED) < 0;
  }

  /** A socket has been opened on the session's URL. */
  void attach(Link newLink) {
    connections++;
    boolean resumable = isActive() && (state != State.FINISHING || stoppedByClient);
    if (!resumable) {
      newLink.close(ENDED_SESSION, "Session ended");
      return;
    }
    if (link != null) {
      link.abort();
      ledger.forgetWaiting();
    }
    link = newLink;
    messenger.use(newLink);
    lastAudioNs = System.nanoTime();
    if (state == State.WAITING) {
      state = State.OPEN;
    }
  }

  /** Audio has come in. */
  void audio(Link from, byte[] chunk) {
    if (from != link) {
      return;
    }
    ledger.arrived(chunk);
    lastAudioNs = System.nanoTime();
    if (state != State.OPEN) {
      messenger.refuse(CHUNK, "Recording already stopped");
      return;
    }
    if (isBreaking(chunk)) {
      return;
    }
    ledger.hold(chunk);
    if (!request.sendsToSocket(Messenger.ACKS)) {
      accept(ledger.acceptAll());
    } else if (!faults.withholdsThisAck()) {
      Duration delay = faults.ackDelay();
      if (delay.isZero()) {
        acknowledge(chunk);
      } else {
        lane.after(delay, () -> acknowledge(chunk));
      }
    }
  }

  /** A chunk that could not be read. */
  void unreadableChunk(Link from) {
    if (from == link) {
      messenger.refuse(CHUNK, "Invalid audio chunk");
    }
  }

  /** The client has no more audio. */
  void stop(Link from) {
    if (from != link) {
      return;
    }
    if (state != State.OPEN) {
      messenger.refuse(STOP, "Recording already stopped");
      return;
    }
    if (ledger.isHolding()) {
      long before = ledger.accepted();
      accept(ledger.acceptAll());
      messenger.acknowledge(CHUNK, ledger.range(before, ledger.accepted()));
    }
    stoppedByClient = true;
    ObjectNode durations = Json.object();
    durations.put("recording_duration", Json.seconds(ledger.acceptedS()));
    durations.put(
        "recording_left_to_process", Json.seconds(Math.max(0, ledger.acceptedS() - heardS)));
    messenger.acknowledge(STOP, durations);
    finish();
  }

  /** A socket is gone; 1000 from the client means stop, anything else that it will be back. */
  void detached(Link from, int code) {
    if (from != link) {
      return;
    }
    dropLink();
    if (code == 1000 && state == State.OPEN) {
      finish();
    }
  }

  @Override
  public void onSpeechStart(int channel, double timeS) {
    speaking[channel] = true;
    ObjectNode data = Json.object().put("time", Json.seconds(timeS)).put("channel", channel);
    messenger.say(Messenger.SPEECH, "speech_start", data);
  }

  @Override
  public void onSpeechEnd(int channel, double timeS) {
    speaking[channel] = false;
    lastSpeechS = Math.max(lastSpeechS, timeS);
    ObjectNode data = Json.object().put("time", Json.seconds(timeS)).put("channel", channel);
    messenger.say(Messenger.SPEECH, "speech_end", data);
  }

  @Override
  public void onWords(int channel, boolean isFinal, List<HeardWord> words) {
    ObjectNode data = transcript.data(channel, isFinal, words);
    String kind = isFinal ? Messenger.FINALS : Messenger.PARTIALS;
    boolean toSocket = !isFinal || !faults.withholdsThisFinal();
    course.said(data.path("id").asText(), isFinal, words, heardS);
    messenger.say(kind, "transcript", data, toSocket);
  }

  @Override
  public void onHeard(double timeS) {
    heardS = timeS;
    boolean anybody = false;
    for (boolean each : speaking) {
      anybody |= each;
    }
    lastSpeechS = anybody ? timeS : lastSpeechS;
    double limitS = options.noSpeech().toMillis() / 1000.0;
    if (state == State.OPEN && limitS > 0 && timeS - lastSpeechS >= limitS) {
      closeLink(NO_SPEECH, "No speech");
      finish();
    }
  }

  /** The network is gone. */
  void cutLink() {
    closeLink(Faults.ABORT, "");
  }

  /** Gives up whatever is going on. */
  void close() {
    ticking.cancel(false);
    hearing.close();
    if (link != null) {
      link.abort();
    }
  }

  private void tick() {
    long now = System.nanoTime();
    long silentNs = options.noAudio().toNanos();
    if (state == State.OPEN && link != null && silentNs > 0 && now - lastAudioNs >= silentNs) {
      closeLink(NO_AUDIO, "No audio");
      finish();
    } else if (state.compareTo(State.FINISHING) < 0
        && link == null
        && now - linkLostNs >= options.resumable().toNanos()) {
      finish();
    } else if (state == State.OPEN
        && ledger.acceptedS() >= options.sessionCap().toMillis() / 1000.0) {
      finish();
    }
  }

  private boolean isBreaking(byte[] chunk) {
    if (breaking == null) {
      breaking = faults.nextBreak(ledger.accepted()).orElse(null);
      swallowed = 0;
    }
    if (breaking == null) {
      return false;
    }
    swallowed += chunk.length;
    if (swallowed > breaking.swallowBytes()) {
      Faults.Break now = breaking;
      breaking = null;
      closeLink(now.code(), "Injected fault");
      if (now.endsSession()) {
        finish();
      }
    }
    return true;
  }

  private void acknowledge(byte[] chunk) {
    if (!ledger.holds(chunk)) {
      return;
    }
    long before = ledger.accepted();
    accept(ledger.acceptUpTo(chunk));
    messenger.acknowledge(CHUNK, ledger.range(before, ledger.accepted()));
  }

  private void accept(byte[] bytes) {
    if (!recordingStarted && bytes.length > 0) {
      recordingStarted = true;
      messenger.say(Messenger.LIFECYCLE, "start_recording");
    }
    recording.add(bytes);
    course.arrived(ledger.acceptedS());
    hearing.hear(bytes);
  }

  private void finish() {
    state = State.FINISHING;
    hearing.finish(this::postProcess);
  }

  private void postProcess() {
    ObjectNode duration = Json.object();
    duration.put("recording_duration", Json.seconds(ledger.acceptedS()));
    messenger.say(Messenger.LIFECYCLE, "end_recording", duration);
    lane.after(options.postProcessing().plus(faults.postProcessing()), this::end);
  }

  private void end() {
    messenger.say(Messenger.POST, "post_transcript", transcript.result());
    messenger.say(Messenger.POST, "post_final_transcript", SessionResult.finalTranscript(this));
    if (request.summarises()) {
      messenger.sayResult("post_summarization", SessionResult.summary(this));
    }
    messenger.say(Messenger.LIFECYCLE, "end_session");
    state = State.ENDED;
    closeLink(1000, "");
    ticking.cancel(false);
    hearing.close();
    lane.after(
        options.doneAfter(),
        () -> {
          state = State.DONE;
          completedAt = Json.now();
        });
  }

  private void closeLink(int code, String reason) {
    if (link == null) {
      return;
    }
    if (code == Faults.ABORT) {
      link.abort();
    } else {
      link.close(code, reason);
    }
    dropLink();
  }

  private void dropLink() {
    link = null;
    messenger.use(null);
    ledger.forgetWaiting();
    breaking = null;
    linkLostNs = System.nanoTime();
  }
}
