package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.rooms.MicrophoneTrack;
import java.util.List;
import livekit.LivekitModels.Encryption;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantInfo.Kind;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MicrophonesTest {

  private static TrackInfo.Builder track(String sid, TrackSource source) {
    return TrackInfo.newBuilder().setSid(sid).setType(TrackType.AUDIO).setSource(source);
  }

  private static ParticipantInfo person(Kind kind, TrackInfo.Builder... tracks) {
    ParticipantInfo.Builder person =
        ParticipantInfo.newBuilder()
            .setIdentity("bob")
            .setState(ParticipantInfo.State.ACTIVE)
            .setKind(kind);
    for (TrackInfo.Builder track : tracks) {
      person.addTracks(track);
    }
    return person.build();
  }

  private static List<String> chosen(ParticipantInfo participant) {
    return Microphones.of(List.of(participant)).stream().map(MicrophoneTrack::trackId).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EGRESS", "AGENT", "UNRECOGNIZED"})
  void of_people_takesTheirMicrophones(Kind kind) {
    assertThat(chosen(person(kind, track("TR_m", TrackSource.MICROPHONE)))).containsExactly("TR_m");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"EGRESS", "AGENT"})
  void of_machines_takesNothing(Kind kind) {
    assertThat(chosen(person(kind, track("TR_m", TrackSource.MICROPHONE)))).isEmpty();
  }

  @Test
  void of_kindOfANewerServer_isTakenForAPerson() {
    ParticipantInfo future =
        person(Kind.STANDARD, track("TR_m", TrackSource.MICROPHONE)).toBuilder()
            .setKindValue(99)
            .build();
    assertThat(chosen(future)).containsExactly("TR_m");
  }

  @Test
  void of_videoAndScreenShare_leavesThemOut() {
    TrackInfo.Builder video =
        TrackInfo.newBuilder()
            .setSid("TR_v")
            .setType(TrackType.VIDEO)
            .setSource(TrackSource.CAMERA);
    assertThat(
            chosen(
                person(
                    Kind.STANDARD,
                    video,
                    track("TR_s", TrackSource.SCREEN_SHARE_AUDIO),
                    track("TR_m", TrackSource.MICROPHONE))))
        .containsExactly("TR_m");
  }

  @Test
  void of_encryptedTrack_leavesItOutAndDoesNotFallBack() {
    assertThat(
            chosen(
                person(
                    Kind.STANDARD,
                    track("TR_e", TrackSource.MICROPHONE).setEncryption(Encryption.Type.GCM),
                    track("TR_u", TrackSource.UNKNOWN))))
        .isEmpty();
  }

  @Test
  void of_audioOfUnknownSource_isAMicrophoneOnlyWhereThereIsNoOther() {
    TrackInfo.Builder unknown = track("TR_u", TrackSource.UNKNOWN);
    assertThat(chosen(person(Kind.SIP, unknown))).containsExactly("TR_u");
    assertThat(chosen(person(Kind.STANDARD, unknown, track("TR_m", TrackSource.MICROPHONE))))
        .containsExactly("TR_m");
  }

  @Test
  void of_twoMicrophones_takesBoth() {
    assertThat(
            chosen(
                person(
                    Kind.STANDARD,
                    track("TR_1", TrackSource.MICROPHONE),
                    track("TR_2", TrackSource.MICROPHONE))))
        .containsExactly("TR_1", "TR_2");
  }

  @Test
  void of_participant_carriesNameOrIdentityAndMute() {
    ParticipantInfo bob =
        person(Kind.STANDARD, track("TR_m", TrackSource.MICROPHONE).setMuted(true));
    assertThat(Microphones.of(List.of(bob)))
        .containsExactly(new MicrophoneTrack("TR_m", "bob", "bob", true));
    assertThat(Microphones.of(List.of(bob.toBuilder().setName("Bob B.").build())))
        .containsExactly(new MicrophoneTrack("TR_m", "bob", "Bob B.", true));
  }

  @Test
  void of_disconnected_takesNothing() {
    ParticipantInfo gone =
        person(Kind.STANDARD, track("TR_m", TrackSource.MICROPHONE)).toBuilder()
            .setState(ParticipantInfo.State.DISCONNECTED)
            .build();
    assertThat(chosen(gone)).isEmpty();
  }
}
