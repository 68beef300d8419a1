package io.roomscribe.livekit;

import io.roomscribe.rooms.MicrophoneTrack;
import java.util.List;
import livekit.LivekitModels.Encryption;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantInfo.Kind;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/**
 * Picks the microphones out of a room's participants.
 *
 * <p>People are all kinds of participants but EGRESS (our own captures among them, hidden but
 * listed) and AGENT. Their microphones are the audio tracks published as such. Many publishers name
 * no source (server SDKs, SIP and ingress bridges, plain tracks in the browser SDK): an audio track
 * of unknown source counts as the microphone of a participant who has no other. Screen-share audio
 * never counts. An end-to-end-encrypted track cannot be decoded by egress.
 *
 * <p>Source: livekit_models.proto; kinds that a newer server may add are taken for people.
 */
final class Microphones {

  private Microphones() {}

  static List<MicrophoneTrack> of(List<ParticipantInfo> participants) {
    return participants.stream()
        .filter(Microphones::isPerson)
        .flatMap(person -> chosen(person).stream().map(track -> microphone(person, track)))
        .toList();
  }

  private static boolean isPerson(ParticipantInfo participant) {
    return participant.getKind() != Kind.EGRESS
        && participant.getKind() != Kind.AGENT
        && participant.getState() != ParticipantInfo.State.DISCONNECTED;
  }

  private static List<TrackInfo> chosen(ParticipantInfo person) {
    List<TrackInfo> named = audio(person, TrackSource.MICROPHONE);
    List<TrackInfo> chosen = named.isEmpty() ? audio(person, TrackSource.UNKNOWN) : named;
    return chosen.stream().filter(track -> track.getEncryption() == Encryption.Type.NONE).toList();
  }

  private static List<TrackInfo> audio(ParticipantInfo person, TrackSource source) {
    return person.getTracksList().stream()
        .filter(track -> track.getType() == TrackType.AUDIO && track.getSource() == source)
        .toList();
  }

  private static MicrophoneTrack microphone(ParticipantInfo person, TrackInfo track) {
    String name = person.getName().isBlank() ? person.getIdentity() : person.getName();
    return new MicrophoneTrack(track.getSid(), person.getIdentity(), name, track.getMuted());
  }
}
