package io.roomscribe.rooms;

import io.roomscribe.transcription.Utterance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Tells the session's owner what was said and by whom, each word once: not what another stream told
 * already, and no final a second time.
 *
 * <p>Threading: confined to the room lane.
 */
final class SpeechTelling {

  private final SpeechPlan plan;
  private final SpeechOwner owner;
  private final Map<String, Speaker> speakersByTrack = new HashMap<>();
  private final Attribution attribution;
  private final WordOverlap overlap;
  private final Set<String> settled = new HashSet<>();

  /**
   * Tells what is heard by the streams of a plan.
   *
   * @param told what is stored of the session already
   */
  SpeechTelling(SpeechPlan plan, SpeechOwner owner, Told told) {
    this.plan = plan;
    this.owner = owner;
    this.attribution = new Attribution(plan::speechBetweenMs, speakersByTrack);
    this.overlap = new WordOverlap(new ToldMask(told));
  }

  /** Whose the tracks are, as an earlier process knew. */
  void recall(Map<String, Speaker> speakers) {
    speakersByTrack.putAll(speakers);
  }

  /** Whose the track is; kept after it has gone, for the words that come late. */
  void knows(String trackId, Speaker speaker) {
    speakersByTrack.put(trackId, speaker);
  }

  /** By track id; a view. */
  Map<String, Speaker> speakers() {
    return speakersByTrack;
  }

  /** A stream has brought this. */
  void utterance(SpeechWindow from, Utterance utterance) {
    String id = new UtteranceId(from.number(), utterance.id()).toString();
    if (settled.contains(id)) {
      return;
    }
    Optional<Utterance> counting = overlap.counting(from, utterance);
    if (utterance.isFinal()) {
      settled.add(id);
      counting.ifPresent(told -> overlap.settled(from, told));
    }
    plan.spoken(from, utterance);
    counting.filter(told -> !told.text().isBlank()).ifPresent(told -> tell(from, id, told));
  }

  private void tell(SpeechWindow from, String id, Utterance told) {
    CompletionStage<Void> stored =
        owner.spoken(id, told, attribution.lines(told, plan.offsetMs(from)));
    if (told.isFinal()) {
      from.told((plan.offsetMs(from) + told.startMs()) * RoomAudio.SAMPLES_PER_MS, stored);
    }
  }
}
