package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.Utterance;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A room with one speaker, who says words in tones, and its speech-to-text: plays its audio, as
 * fast as the test likes, and keeps what comes of it.
 *
 * <p>Threading: plays on the caller's thread; the speech-to-text runs on its lane.
 */
final class HeardRoom implements SpeechOwner {

  static final int RATE_HZ = 16_000;
  static final int BLOCK = 1_600;

  final List<SpokenWord> words = new CopyOnWriteArrayList<>();
  final List<String> ids = new CopyOnWriteArrayList<>();
  final List<Gap> gaps = new CopyOnWriteArrayList<>();
  final List<StreamEnd> ends = new CopyOnWriteArrayList<>();
  final List<SpeechStatus> statuses = new CopyOnWriteArrayList<>();
  final List<String> speakers = new CopyOnWriteArrayList<>();
  final RoomSpeech speech;
  private final Lane lane;
  private final ByteArrayOutputStream script = new ByteArrayOutputStream();
  private volatile short[] audio = {};

  /** From here on the room no longer remembers who spoke. */
  volatile long forgottenBefore;

  private int played;

  HeardRoom(Clock clock, Lanes lanes, Recogniser recogniser) {
    this.lane = lanes.computeLane("room", 100_000);
    this.speech =
        new RoomSpeech(
            new RoomAudio.Parts(clock, lanes, recogniser, this), lane, this::speechBetween);
    lane.offer(() -> speech.knows("TR_a", new Speaker("ann", "Ann")));
  }

  HeardRoom says(String text) {
    return adds(ToneAlphabet.encode(text));
  }

  HeardRoom pauses(int ms) {
    return adds(new short[ms * RATE_HZ / 1000]);
  }

  private HeardRoom adds(short[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    script.writeBytes(bytes.array());
    short[] all = new short[script.size() / 2];
    ByteBuffer.wrap(script.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(all);
    audio = all;
    return this;
  }

  /** Plays all that was added and not yet played, but for what does not fill a block. */
  void plays() {
    while (audio.length - played >= BLOCK) {
      int from = played;
      short[] block = Arrays.copyOfRange(audio, from, from + BLOCK);
      lane.offer(() -> speech.heard(block, from));
      played += BLOCK;
    }
  }

  /** No more is said. */
  void stops() {
    pauses(200).plays();
    lane.offer(speech::finish);
  }

  int playedMs() {
    return played / (RATE_HZ / 1000);
  }

  String text() {
    List<SpokenWord> inOrder = new ArrayList<>(words);
    inOrder.sort(Comparator.comparingLong(SpokenWord::startMs));
    return String.join(" ", inOrder.stream().map(SpokenWord::text).toList());
  }

  boolean isOver() {
    return !ends.isEmpty();
  }

  private List<TrackSpeech> speechBetween(long from, long to) {
    int loud = 0;
    for (long at = Math.max(from, forgottenBefore); at < Math.min(to, audio.length); at++) {
      loud += Math.abs(audio[(int) at]) > 500 ? 1 : 0;
    }
    double share = (double) loud / Math.max(1, to - from);
    return loud == 0 ? List.of() : List.of(new TrackSpeech("TR_a", share, 0.05));
  }

  @Override
  public CompletableFuture<Void> spoken(
      String utteranceId, Utterance utterance, List<SpokenLine> lines) {
    if (utterance.isFinal()) {
      ids.add(utteranceId);
      for (SpokenLine line : lines) {
        words.addAll(line.words());
        line.speakers().forEach(speaker -> speakers.add(speaker.identity()));
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void missing(List<Gap> found) {
    gaps.addAll(found);
  }

  @Override
  public void statusChanged() {
    statuses.add(speech.status());
  }

  @Override
  public void over(StreamEnd end) {
    ends.add(end);
  }
}
