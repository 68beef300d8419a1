package io.roomscribe.standin.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.standin.speech.Conversation.Clip;
import io.roomscribe.standin.speech.Conversation.Participant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private final Conversation conversation = Conversation.load();

  @Test
  void load_conversation_hasLateJoinerMuteAndOverlap() {
    List<Clip> heard = conversation.heardClips();

    assertThat(conversation.participants()).hasSize(6);
    assertThat(conversation.participants()).anyMatch(someone -> someone.joinAtMs() > 20_000);
    assertThat(conversation.participants()).anyMatch(this::talksWhileMuted);
    assertThat(heard)
        .anyMatch(
            clip ->
                heard.stream()
                    .anyMatch(
                        other ->
                            other.startMs() > clip.startMs() && other.startMs() < clip.endMs()));
  }

  @Test
  void pcm16k_mutedParticipant_isSilentDuringTheMute() {
    Participant robert = participant("robert");
    short[] track = conversation.pcm16k(robert);

    assertThat(energy(track, 22_500, 26_000)).isZero();
    assertThat(energy(track, 9_500, 13_900)).isPositive();
  }

  @Test
  void pcm16k_lateJoiner_startsAtJoining() {
    Participant angus = participant("angus");
    short[] track = conversation.pcm16k(angus);
    Clip first = angus.clips().get(0);
    int fromMs = first.startMs() - angus.joinAtMs();

    assertThat(track).hasSize((conversation.durationMs() - angus.joinAtMs()) * 16);
    assertThat(energy(track, 0, fromMs)).isZero();
    assertThat(energy(track, fromMs, fromMs + 1_000)).isPositive();
  }

  @Test
  void clips_everyParticipant_areClearOfTheirNeighboursAndEnds() {
    for (Participant someone : conversation.participants()) {
      int freeFromMs = someone.joinAtMs();
      for (Clip clip : someone.clips()) {
        assertThat(clip.startMs()).as(clip.file()).isGreaterThanOrEqualTo(freeFromMs + 300);
        freeFromMs = clip.endMs();
      }
      assertThat(freeFromMs).isLessThanOrEqualTo(conversation.durationMs() - 300);
    }
  }

  @Test
  void to48kStereo_andBack_keepsSpeech() {
    short[] clip = conversation.participants().get(0).clips().get(0).pcm16k();

    short[] back = Resample.to16kMono(Resample.to48kStereo(clip));

    double noise = 0;
    double signal = 0;
    for (int i = 0; i < clip.length; i++) {
      noise += Math.pow(clip[i] - back[i], 2);
      signal += Math.pow(clip[i], 2);
    }
    assertThat(10 * Math.log10(signal / noise)).isGreaterThan(25);
  }

  private boolean talksWhileMuted(Participant participant) {
    return participant.heardClips().size() < participant.clips().size();
  }

  private Participant participant(String identity) {
    return conversation.participants().stream()
        .filter(someone -> someone.identity().equals(identity))
        .findFirst()
        .orElseThrow();
  }

  private static long energy(short[] track, int fromMs, int toMs) {
    long sum = 0;
    for (int i = fromMs * 16; i < toMs * 16; i++) {
      sum += (long) track[i] * track[i];
    }
    return sum;
  }
}
