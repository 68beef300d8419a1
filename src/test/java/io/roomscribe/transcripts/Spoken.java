package io.roomscribe.transcripts;

import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.SpokenWord;
import java.time.Instant;
import java.util.List;

/** Utterances for tests. */
public final class Spoken {
  /** Position zero of every session. */
  public static final Instant EPOCH = Instant.parse("2026-05-04T10:00:00.123456789Z");

  private Spoken() {}

  /** A line of one speaker, whose name is the identity with a capital. */
  public static SpokenLine line(String identity, long startMs, String text) {
    Speaker speaker =
        new Speaker(identity, identity.substring(0, 1).toUpperCase() + identity.substring(1));
    return new SpokenLine(
        List.of(speaker),
        text,
        startMs,
        startMs + 1000,
        0.9,
        List.of(new SpokenWord(text, startMs, startMs + 1000, 0.9, List.of(identity))));
  }

  /** A final. */
  public static SpokenUtterance utterance(String session, String id, SpokenLine... lines) {
    return new SpokenUtterance(session, "standup", id, true, "en", EPOCH, List.of(lines));
  }
}
