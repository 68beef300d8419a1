package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The speech-to-text of one session: one stream after another, each with its place on the session's
 * clock, and the utterances that come back.
 *
 * <p>A stream that expired, or could not be reached for too long, is followed by a new one; audio
 * that comes while there is none is counted as refused.
 *
 * <p>Threading: confined to the room lane; the stream's callbacks are handed over to it.
 */
final class RoomSpeech {

  private static final Logger LOG = System.getLogger(RoomSpeech.class.getName());
  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Opens streams with the session's options. */
  @FunctionalInterface
  interface Recogniser {

    TranscriptionStream open(TranscriptionListener listener);
  }

  /** Who is told; called on the room lane. */
  interface Owner {

    /** An utterance with its speakers. */
    void spoken(String utteranceId, Utterance utterance, List<SpokenLine> lines);

    /** Stretches of tracks that are missing from the mix, as they are found. */
    void missing(List<Gap> gaps);

    /** Another state of the stream; {@link RoomSpeech#status} has it. */
    void statusChanged();

    /** All is said: the stream ended after {@code finish}, or for good. */
    void over(StreamEnd end);
  }

  /**
   * How speech-to-text is doing.
   *
   * @param state IDLE, CONNECTING, OPEN, TROUBLE or ENDED
   * @param detail what the trouble is; empty when there is none
   * @param providerSessionId null before the service answered
   * @param heardSamples handed to the stream
   * @param refusedSamples that no stream took
   */
  record Status(
      String state,
      String detail,
      @Nullable String providerSessionId,
      long heardSamples,
      long refusedSamples) {

    static final Status IDLE = new Status("IDLE", "", null, 0, 0);
  }

  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final Recogniser recogniser;
  private final Owner owner;
  private final Function<Map<String, Speaker>, Attribution> attribution;
  private final Map<String, Speaker> speakersByTrack = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

  /** Streams that have not ended: the present one, and expired ones with finals to come. */
  private final Set<Hearing> unended = new HashSet<>();

  private @Nullable TranscriptionStream stream;
  private int streams;
  private long openedNs;
  private Cancellable reopening = () -> {};
  private boolean mayOpen = true;
  private boolean finishing;
  private boolean over;
  private String state = "IDLE";
  private String detail = "";
  private @Nullable String providerSessionId;
  private long heardSamples;
  private long refusedSamples;
  private volatile Status latest = Status.IDLE;

  RoomSpeech(
      RoomAudio.Parts parts, Lane lane, Function<Map<String, Speaker>, Attribution> attribution) {
    this.clock = parts.clock();
    this.lanes = parts.lanes();
    this.lane = lane;
    this.recogniser = parts.recogniser();
    this.owner = parts.owner();
    this.attribution = attribution;
  }

  /** Whose the track is; kept after it has gone, for the words that come late. */
  void knows(String trackId, Speaker speaker) {
    speakersByTrack.put(trackId, speaker);
  }

  /** A mixed block and its place on the session's clock. */
  void heard(short[] block, long positionSamples) {
    if (stream == null && mayOpen && !finishing) {
      open(positionSamples);
    }
    if (stream != null && stream.send(block, 0, block.length)) {
      heardSamples += block.length;
    } else {
      refusedSamples += block.length;
    }
    publish();
  }

  /** How speech-to-text is doing. Any thread. */
  Status status() {
    return latest;
  }

  void finish() {
    finishing = true;
    reopening.cancel();
    if (stream != null) {
      tell("FINISHING", "");
      stream.finish();
    } else if (unended.isEmpty()) {
      end(StreamEnd.completed());
    }
  }

  void abort() {
    finishing = true;
    reopening.cancel();
    if (stream == null) {
      end(StreamEnd.completed());
    } else {
      stream.abort();
    }
  }

  private void open(long positionSamples) {
    streams++;
    openedNs = clock.nanoTime();
    tell("CONNECTING", "");
    Hearing hearing = new Hearing(streams, positionSamples);
    unended.add(hearing);
    stream = recogniser.open(hearing);
  }

  private void utterance(Hearing from, Utterance utterance) {
    String id = from.number + "-" + utterance.id();
    if (settled.contains(id)) {
      return;
    }
    if (utterance.isFinal()) {
      settled.add(id);
    }
    if (utterance.text().isBlank()) {
      return;
    }
    List<SpokenLine> lines =
        attribution.apply(speakersByTrack).lines(utterance, from.positionSamples / SAMPLES_PER_MS);
    owner.spoken(id, utterance, lines);
  }

  private void trouble(Hearing from, TranscriptionException trouble) {
    if (from.number != streams || stream == null) {
      return;
    }
    if (trouble.category() == TranscriptionException.Category.EXPIRED && !finishing) {
      openAnother(trouble);
    } else {
      tell("TROUBLE", String.valueOf(trouble.getMessage()));
    }
  }

  private void ended(Hearing from, StreamEnd end) {
    unended.remove(from);
    TranscriptionException failure = end.failure();
    boolean isPresent = from.number == streams && stream != null;
    if (isPresent) {
      stream = null;
    }
    if (finishing ? unended.isEmpty() : failure != null && isHopeless(failure)) {
      end(end);
    } else if (isPresent && !finishing && failure != null) {
      openAnother(failure);
    }
  }

  /** The next block opens it, once the pause is over. */
  private void openAnother(TranscriptionException why) {
    stream = null;
    mayOpen = false;
    tell("TROUBLE", why.getMessage() + "; a new stream follows");
    if (clock.nanoTime() - openedNs > LONGEST_PAUSE.toNanos()) {
      backOff.reset();
    }
    reopening = lanes.after(backOff.next(), lane, () -> mayOpen = true);
  }

  private static boolean isHopeless(TranscriptionException failure) {
    return switch (failure.category()) {
      case INVALID_REQUEST, UNAUTHORIZED -> true;
      case BUSY, UNAVAILABLE, EXPIRED -> false;
    };
  }

  private void end(StreamEnd end) {
    if (over) {
      return;
    }
    over = true;
    mayOpen = false;
    TranscriptionException failure = end.failure();
    tell("ENDED", failure == null ? "" : String.valueOf(failure.getMessage()));
    owner.over(end);
  }

  private void tell(String newState, String newDetail) {
    state = newState;
    detail = newDetail;
    publish();
    owner.statusChanged();
  }

  private void publish() {
    latest = new Status(state, detail, providerSessionId, heardSamples, refusedSamples);
  }

  /** A final must not vanish silently, however unlikely a full lane is. */
  private void handOver(Runnable task) {
    if (!lane.offer(task)) {
      LOG.log(Level.ERROR, "the room lane is full: a report of speech-to-text is lost");
    }
  }

  /** The listener of one stream: hands everything over to the room lane. */
  private final class Hearing implements TranscriptionListener {

    private final int number;
    private final long positionSamples;

    Hearing(int number, long positionSamples) {
      this.number = number;
      this.positionSamples = positionSamples;
    }

    @Override
    public void onOpen(String id) {
      handOver(() -> providerSessionId = id);
    }

    @Override
    public void onConnected() {
      handOver(() -> tell("OPEN", ""));
    }

    @Override
    public void onUtterance(Utterance utterance) {
      handOver(() -> utterance(this, utterance));
    }

    @Override
    public void onAcknowledged(long samples) {
      // The stream trims its own buffer; nothing else is kept of what was sent.
    }

    @Override
    public void onTrouble(TranscriptionException trouble) {
      handOver(() -> trouble(this, trouble));
    }

    @Override
    public void onEnd(StreamEnd end) {
      handOver(() -> ended(this, end));
    }
  }
}
