package io.roomscribe.standin.livekit;

import livekit.LivekitModels.ParticipantInfo;

/** A participant to let in. */
public record ParticipantSpec(
    String identity, String name, ParticipantInfo.Kind kind, String metadata) {

  /** A person at a browser. */
  public static ParticipantSpec person(String identity, String name) {
    return of(identity, name, ParticipantInfo.Kind.STANDARD);
  }

  /** Anyone else: an agent, a phone. */
  public static ParticipantSpec of(String identity, String name, ParticipantInfo.Kind kind) {
    return new ParticipantSpec(identity, name, kind, "");
  }
}
