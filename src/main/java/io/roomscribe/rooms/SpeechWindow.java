package io.roomscribe.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The part of the session's audio that one stream hears, and how far it has come with it.
 *
 * <p>A stream begins a little before the place from which its words count, so that no word is cut;
 * and when another takes over, its words count up to a place only. Words are told apart by their
 * middle.
 *
 * <p>Units: samples at 16 kHz since the session's position zero. Threading: confined to the room
 * lane.
 */
final class SpeechWindow {

  private final int number;
  private final long begin;
  private final long openedNs;
  private final long countsFrom;
  private long countsTo = Long.MAX_VALUE;
  private long acknowledged;
  private long settledTo;
  private long leftAt = -1;
  private boolean finishAsked;
  private boolean ended;
  private final List<Unstored> unstored = new ArrayList<>();

  /** A final on its way to the database. */
  private record Unstored(long begin, CompletableFuture<Void> stored) {}

  /**
   * A window.
   *
   * @param number of the stream in its session
   * @param begin its first sample
   * @param countsFrom words before it are others'
   * @param openedNs when it was opened
   */
  SpeechWindow(int number, long begin, long countsFrom, long openedNs) {
    this.number = number;
    this.begin = begin;
    this.countsFrom = countsFrom;
    this.openedNs = openedNs;
    this.acknowledged = begin;
    this.settledTo = begin;
  }

  int number() {
    return number;
  }

  long begin() {
    return begin;
  }

  long openedNs() {
    return openedNs;
  }

  long countsFrom() {
    return countsFrom;
  }

  long countsTo() {
    return countsTo;
  }

  /** Another takes over from here. */
  void countsTo(long position) {
    countsTo = position;
  }

  /** No more is sent, but words are still to come. */
  void leave(long position) {
    leftAt = position;
  }

  boolean isLeft() {
    return leftAt >= 0;
  }

  /** Position after the last sample sent. */
  long leftAt() {
    return leftAt;
  }

  /** The service has everything before it. */
  long acknowledged() {
    return acknowledged;
  }

  /** Takes an acknowledgement; returns how many samples it is more than the last. */
  long acknowledge(long samples) {
    long before = acknowledged;
    acknowledged = Math.max(before, begin + samples);
    return acknowledged - before;
  }

  /** A final that begins here is told, and needed until the stage completes. */
  void told(long begin, CompletionStage<Void> stored) {
    unstored.add(new Unstored(begin, stored.toCompletableFuture()));
  }

  /** Where the first final that is not stored begins; very far when all are. */
  long firstUnstored() {
    unstored.removeIf(each -> each.stored().isDone());
    return unstored.stream().mapToLong(Unstored::begin).min().orElse(Long.MAX_VALUE);
  }

  /** No more is reported of it. */
  void end() {
    ended = true;
  }

  /** Whether no more is reported of it. */
  boolean isEnded() {
    return ended;
  }

  /** Whether words of it are to come, or are not stored. */
  boolean isOwing() {
    return !ended || firstUnstored() < Long.MAX_VALUE;
  }

  SpeechNotes.Owing owing() {
    return new SpeechNotes.Owing(number, countsFrom, settledTo, ended);
  }

  /** The end of the last final. */
  long settledTo() {
    return settledTo;
  }

  void settled(long position) {
    settledTo = Math.max(settledTo, position);
  }

  /** Whether its end was asked for; asks. */
  boolean askFinish() {
    boolean before = finishAsked;
    finishAsked = true;
    return before;
  }
}
