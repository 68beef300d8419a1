package io.roomscribe.standin.livekit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import livekit.LivekitModels;
import livekit.LivekitModels.Codec;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * One room. Every change is told to the webhooks in the order in which it happened.
 *
 * <p>Threading: all state is guarded by one lock; any thread may script the room.
 *
 * <p>Absent: the counts of participants and publishers are exact, where those of livekit-server lag
 * a second or more behind, in its answers and in its webhooks; a room does not close by itself when
 * everyone has left; {@link #finish()} closes it.
 */
public final class StandInRoom {

  private static final List<String> CODECS =
      List.of(
          "audio/PCMU",
          "audio/PCMA",
          "audio/opus",
          "audio/red",
          "video/VP8",
          "video/H264",
          "video/VP9",
          "video/AV1",
          "video/H265",
          "video/rtx");

  private final ReentrantLock lock = new ReentrantLock();
  private final Rooms rooms;
  private final Map<String, StandInParticipant> participants = new LinkedHashMap<>();
  private LivekitModels.Room info;
  private volatile boolean finished;

  StandInRoom(Rooms rooms, LivekitModels.Room wanted) {
    this.rooms = rooms;
    long nowMs = System.currentTimeMillis();
    LivekitModels.Room.Builder all =
        wanted.toBuilder()
            .setSid(Ids.next("RM_"))
            .setCreationTime(nowMs / 1000)
            .setCreationTimeMs(nowMs)
            .setTurnPassword(Ids.next("") + Ids.next(""));
    if (all.getEmptyTimeout() == 0) {
      all.setEmptyTimeout(300);
    }
    if (all.getDepartureTimeout() == 0) {
      all.setDepartureTimeout(20);
    }
    CODECS.forEach(mime -> all.addEnabledCodecs(Codec.newBuilder().setMime(mime)));
    this.info = all.build();
  }

  /** The room's name. */
  public String name() {
    return info.getName();
  }

  /** The room's SID, {@code RM_…}. */
  public String sid() {
    return info.getSid();
  }

  /** Lets someone in; one who was there under that identity is put out first. */
  public StandInParticipant join(ParticipantSpec spec) {
    return locked(
        () -> {
          participant(spec.identity())
              .ifPresent(old -> leave(old, DisconnectReason.DUPLICATE_IDENTITY));
          StandInParticipant joined = new StandInParticipant(this, spec);
          participants.put(spec.identity(), joined);
          announceParticipant("participant_joined", joined);
          return joined;
        });
  }

  /** Lets a person in. */
  public StandInParticipant join(String identity, String name) {
    return join(ParticipantSpec.person(identity, name));
  }

  /** Who is in under this identity. */
  public Optional<StandInParticipant> participant(String identity) {
    return locked(() -> Optional.ofNullable(participants.get(identity)));
  }

  /** Everyone who is in, hidden participants too. */
  public List<StandInParticipant> participants() {
    return locked(() -> List.copyOf(participants.values()));
  }

  /** The published track with this SID. */
  public Optional<StandInTrack> track(String sid) {
    return locked(
        () ->
            participants.values().stream()
                .flatMap(each -> each.tracks().stream())
                .filter(track -> track.sid().equals(sid))
                .findFirst());
  }

  /** The first microphone of a participant. */
  public Optional<StandInTrack> microphone(String identity) {
    return participant(identity).stream()
        .flatMap(each -> each.tracks().stream())
        .filter(track -> track.isSource(TrackSource.MICROPHONE))
        .findFirst();
  }

  /** Closes the room: everyone leaves, then it is finished. */
  public void finish() {
    locked(
        () -> {
          if (finished) {
            return;
          }
          finished = true;
          participants().forEach(each -> leave(each, DisconnectReason.ROOM_DELETED));
          rooms.remove(this);
          rooms.announce(event("room_finished").setRoom(info()), name());
        });
  }

  boolean isFinished() {
    return finished;
  }

  /** As RoomService gives it. */
  LivekitModels.Room info() {
    return locked(
        () -> {
          long visible = participants.values().stream().filter(each -> !each.isHidden()).count();
          long publishers =
              participants.values().stream().filter(each -> !each.tracks().isEmpty()).count();
          return info.toBuilder()
              .setNumParticipants((int) visible)
              .setNumPublishers((int) publishers)
              .setActiveRecording(visible < participants.size())
              .build();
        });
  }

  void metadata(String value) {
    locked(
        () -> {
          info = info.toBuilder().setMetadata(value).build();
        });
  }

  void started() {
    rooms.announce(event("room_started").setRoom(info()), name());
  }

  void leave(StandInParticipant who, DisconnectReason reason) {
    locked(
        () -> {
          if (participants.get(who.identity()) != who) {
            return;
          }
          who.tracks().forEach(who::unpublish);
          participants.remove(who.identity());
          who.disconnected(reason);
          announceParticipant("participant_left", who);
        });
  }

  void announceTrack(String name, StandInParticipant who, StandInTrack track) {
    TrackInfo snapshot = track.info();
    LivekitModels.Room minimal =
        LivekitModels.Room.newBuilder().setSid(sid()).setName(name()).build();
    rooms.announce(
        event(name).setRoom(minimal).setParticipant(who.minimalInfo()).setTrack(snapshot), name());
  }

  private void announceParticipant(String name, StandInParticipant who) {
    rooms.announce(event(name).setRoom(info()).setParticipant(who.info()), name());
  }

  private static WebhookEvent.Builder event(String name) {
    return WebhookEvent.newBuilder().setEvent(name);
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
