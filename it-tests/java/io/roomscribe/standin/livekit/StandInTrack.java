package io.roomscribe.standin.livekit;

import livekit.LivekitModels.BackupCodecPolicy;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TimedVersion;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/**
 * One published track, from its publication to its end.
 *
 * <p>Threading: scripting methods may be called from any thread; they take the room's lock.
 */
public final class StandInTrack {

  private final StandInParticipant owner;
  private final TrackSpec spec;
  private final TrackAudio audio = new TrackAudio();
  private volatile TrackInfo info;
  private volatile boolean ended;

  StandInTrack(StandInParticipant owner, TrackSpec spec) {
    this.owner = owner;
    this.spec = spec;
    String mime = spec.type() == TrackType.VIDEO ? "video/VP8" : "audio/red";
    this.info =
        TrackInfo.newBuilder()
            .setSid(Ids.next(prefix(spec)))
            .setType(spec.type())
            .setSource(spec.source())
            .setName(spec.name())
            .setEncryption(spec.encryption())
            .setMuted(spec.muted())
            .setMimeType(mime)
            .setMid("7")
            .addCodecs(SimulcastCodecInfo.newBuilder().setMimeType(mime).setMid("7"))
            .setStream("camera")
            .setVersion(TimedVersion.newBuilder().setUnixMicro(System.currentTimeMillis() * 1000))
            .setBackupCodecPolicy(BackupCodecPolicy.SIMULCAST)
            .build();
    long now = System.nanoTime();
    audio.play(spec.sound(), now);
    if (spec.muted()) {
      audio.mute(now);
    }
  }

  private static String prefix(TrackSpec spec) {
    String kind = spec.type() == TrackType.VIDEO ? "V" : "A";
    String source =
        switch (spec.source()) {
          case MICROPHONE -> "M";
          case CAMERA -> "C";
          case SCREEN_SHARE, SCREEN_SHARE_AUDIO -> "S";
          default -> "";
        };
    return "TR_" + kind + source;
  }

  /** The track's SID, {@code TR_…}. */
  public String sid() {
    return info.getSid();
  }

  /** What LiveKit says of the track. */
  public TrackInfo info() {
    return info;
  }

  /** Whose track it is. */
  public StandInParticipant owner() {
    return owner;
  }

  /** Lets a sound be heard from now on, besides what is already playing. */
  public void play(TrackSound sound) {
    audio.play(sound, System.nanoTime());
  }

  /** Mutes the track. No webhook tells of it, as with LiveKit. */
  public void mute() {
    muted(true);
  }

  /** Unmutes the track. */
  public void unmute() {
    muted(false);
  }

  /** Lets a sound be heard from a moment of {@link System#nanoTime()} on. */
  public void playAt(TrackSound sound, long nanos) {
    audio.play(sound, nanos);
  }

  private void muted(boolean muted) {
    owner
        .room()
        .locked(
            () -> {
              if (info.getMuted() == muted) {
                return;
              }
              info = info.toBuilder().setMuted(muted).build();
              if (muted) {
                audio.mute(System.nanoTime());
              } else {
                audio.unmute(System.nanoTime());
              }
            });
  }

  /** Unpublishes the track; its egresses end by themselves. */
  public void unpublish() {
    owner.unpublish(this);
  }

  /** What a full reconnect of the publisher does: the same track under a new SID. */
  public StandInTrack republish() {
    unpublish();
    return owner.publish(spec);
  }

  TrackAudio audio() {
    return audio;
  }

  /** True once the track has been unpublished or its publisher has gone. */
  boolean hasEnded() {
    return ended;
  }

  boolean sendsMedia() {
    return !spec.noMedia();
  }

  boolean isSource(TrackSource source) {
    return info.getSource() == source;
  }

  void end() {
    ended = true;
    audio.end(System.nanoTime());
  }
}
