package io.roomscribe.standin.livekit;

import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;

/**
 * Someone in a room: a person, an agent, a phone or the hidden participant of an egress.
 *
 * <p>Threading: scripting methods may be called from any thread; they take the room's lock.
 */
public final class StandInParticipant {

  private final StandInRoom room;
  private final List<StandInTrack> tracks = new ArrayList<>();
  private ParticipantInfo info;

  // Deprecated for kind, but servers go on setting recorder.
  @SuppressWarnings("deprecation")
  StandInParticipant(StandInRoom room, ParticipantSpec spec) {
    this.room = room;
    boolean egress = spec.kind() == ParticipantInfo.Kind.EGRESS;
    ParticipantPermission.Builder permission =
        ParticipantPermission.newBuilder().setCanSubscribe(true);
    if (egress) {
      permission.setHidden(true).setRecorder(true);
    } else {
      permission.setCanPublish(true).setCanPublishData(true);
    }
    long nowMs = System.currentTimeMillis();
    this.info =
        ParticipantInfo.newBuilder()
            .setSid(Ids.next("PA_"))
            .setIdentity(spec.identity())
            .setName(spec.name())
            .setMetadata(spec.metadata())
            .setKind(spec.kind())
            .setState(ParticipantInfo.State.ACTIVE)
            .setJoinedAt(nowMs / 1000)
            .setJoinedAtMs(nowMs)
            .setVersion(2)
            .setPermission(permission)
            .build();
  }

  /** The participant's identity. */
  public String identity() {
    return info.getIdentity();
  }

  /** The room it is in. */
  public StandInRoom room() {
    return room;
  }

  /** Publishes a track. */
  public StandInTrack publish(TrackSpec spec) {
    return room.locked(
        () -> {
          StandInTrack track = new StandInTrack(this, spec);
          tracks.add(track);
          info = info.toBuilder().setIsPublisher(true).setVersion(info.getVersion() + 1).build();
          room.announceTrack("track_published", this, track);
          return track;
        });
  }

  /** Publishes a microphone. */
  public StandInTrack publishMicrophone(TrackSound sound) {
    return publish(TrackSpec.microphone(sound));
  }

  /** The tracks published now. */
  public List<StandInTrack> tracks() {
    return room.locked(() -> List.copyOf(tracks));
  }

  /** Leaves the room, unpublishing everything. */
  public void leave() {
    room.leave(this, DisconnectReason.CLIENT_INITIATED);
  }

  void unpublish(StandInTrack track) {
    room.locked(
        () -> {
          if (tracks.remove(track)) {
            track.end();
            room.announceTrack("track_unpublished", this, track);
          }
        });
  }

  boolean isHidden() {
    return info.getPermission().getHidden();
  }

  /** As RoomService gives it; with the room's lock held. */
  ParticipantInfo info() {
    ParticipantInfo.Builder all = info.toBuilder();
    tracks.forEach(track -> all.addTracks(track.info()));
    return all.build();
  }

  /** As {@code track_*} webhooks give it: SID and identity only. */
  ParticipantInfo minimalInfo() {
    return ParticipantInfo.newBuilder()
        .setSid(info.getSid())
        .setIdentity(info.getIdentity())
        .build();
  }

  /** Takes over what UpdateParticipant may change; with the room's lock held. */
  void update(ParticipantInfo changed) {
    info = changed.toBuilder().clearTracks().setVersion(info.getVersion() + 1).build();
  }

  void disconnected(DisconnectReason reason) {
    info =
        info.toBuilder()
            .setState(ParticipantInfo.State.DISCONNECTED)
            .setDisconnectReason(reason)
            .build();
  }
}
