package io.roomscribe.standin.livekit;

import livekit.LivekitModels.Encryption;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/**
 * A track to publish.
 *
 * @param noMedia true if no packet ever comes, so that an egress of it never becomes active
 */
public record TrackSpec(
    TrackType type,
    TrackSource source,
    Encryption.Type encryption,
    String name,
    boolean muted,
    boolean noMedia,
    TrackSound sound) {

  /** A microphone with this sound. */
  public static TrackSpec microphone(TrackSound sound) {
    return new TrackSpec(
        TrackType.AUDIO, TrackSource.MICROPHONE, Encryption.Type.NONE, "", false, false, sound);
  }

  /** A camera. */
  public static TrackSpec camera() {
    return new TrackSpec(
        TrackType.VIDEO,
        TrackSource.CAMERA,
        Encryption.Type.NONE,
        "",
        false,
        false,
        TrackSound.silence());
  }

  /** The same from another source, its type following it. */
  public TrackSpec from(TrackSource value) {
    boolean video = value == TrackSource.CAMERA || value == TrackSource.SCREEN_SHARE;
    return new TrackSpec(
        video ? TrackType.VIDEO : TrackType.AUDIO, value, encryption, name, muted, noMedia, sound);
  }

  /** The same, encrypted end to end. */
  public TrackSpec encrypted() {
    return new TrackSpec(type, source, Encryption.Type.GCM, name, muted, noMedia, sound);
  }

  /** The same, muted from the start. */
  public TrackSpec mutedAtFirst() {
    return new TrackSpec(type, source, encryption, name, true, noMedia, sound);
  }

  /** The same, never sending a packet. */
  public TrackSpec withoutMedia() {
    return new TrackSpec(type, source, encryption, name, muted, true, sound);
  }

  /** The same under a name. */
  public TrackSpec named(String value) {
    return new TrackSpec(type, source, encryption, value, muted, noMedia, sound);
  }
}
