package io.roomscribe.standin.livekit;

import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Resample;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The people of a conversation in a room. Those who are there from the beginning join at once and
 * are silent; {@link #begin} sets the conversation's clock going: clips, late joiners, mutes.
 *
 * <p>Units: the conversation's times are milliseconds since {@link #begin}.
 *
 * <p>Threading: safe; what is due runs on the given scheduler.
 */
public final class ConversationStage {

  private final StandInRoom room;
  private final Conversation conversation;
  private final ScheduledExecutorService scheduler;
  private final Map<Conversation.Clip, TrackSound> sounds = new HashMap<>();
  private final Map<String, StandInTrack> microphones = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile Instant begunAt;
  private long beginNanos;

  ConversationStage(
      StandInRoom room, Conversation conversation, ScheduledExecutorService scheduler) {
    this.room = room;
    this.conversation = conversation;
    this.scheduler = scheduler;
    // Resampling takes about a second, which would cut off the beginning of the first clip.
    conversation.participants().stream()
        .flatMap(participant -> participant.clips().stream())
        .forEach(clip -> sounds.put(clip, TrackSound.of(Resample.to48kStereo(clip.pcm16k()))));
    conversation.participants().stream()
        .filter(participant -> participant.joinAtMs() == 0)
        .forEach(this::join);
  }

  /** Begins the conversation now; a second call changes nothing. */
  public synchronized void begin() {
    if (begunAt != null) {
      return;
    }
    beginNanos = System.nanoTime();
    begunAt = Instant.now();
    for (Conversation.Participant participant : conversation.participants()) {
      if (participant.joinAtMs() == 0) {
        playClips(participant);
      } else {
        at(participant.joinAtMs(), () -> joinLate(participant));
      }
      for (Conversation.Mute mute : participant.mutes()) {
        at(mute.fromMs(), () -> microphones.get(participant.identity()).mute());
        at(mute.toMs(), () -> microphones.get(participant.identity()).unmute());
      }
    }
    at(conversation.durationMs(), () -> over.complete(null));
  }

  /** When the conversation began; empty before. */
  public Optional<Instant> begunAt() {
    return Optional.ofNullable(begunAt);
  }

  /** When the conversation began, by {@link System#nanoTime()}; empty before. */
  public OptionalLong begunNanos() {
    return begunAt == null ? OptionalLong.empty() : OptionalLong.of(beginNanos);
  }

  /** Completes when all has been said. */
  public CompletableFuture<Void> over() {
    return over;
  }

  /** What is played. */
  public Conversation conversation() {
    return conversation;
  }

  /** Where it is played. */
  public StandInRoom room() {
    return room;
  }

  private void join(Conversation.Participant participant) {
    microphones.put(
        participant.identity(),
        room.join(participant.identity(), participant.name())
            .publishMicrophone(TrackSound.silence()));
  }

  private void joinLate(Conversation.Participant participant) {
    join(participant);
    playClips(participant);
  }

  private void playClips(Conversation.Participant participant) {
    StandInTrack microphone = microphones.get(participant.identity());
    for (Conversation.Clip clip : participant.clips()) {
      microphone.playAt(
          sounds.get(clip), beginNanos + TimeUnit.MILLISECONDS.toNanos(clip.startMs()));
    }
  }

  private void at(int ms, Runnable action) {
    long delay = beginNanos + TimeUnit.MILLISECONDS.toNanos(ms) - System.nanoTime();
    scheduler.schedule(action, Math.max(0, delay), TimeUnit.NANOSECONDS);
  }
}
