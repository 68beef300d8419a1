package io.roomscribe.recording;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.rooms.BlockSink;
import io.roomscribe.rooms.SessionView.RecordingView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The recordings of this node: those that are being made, and those on the disk.
 *
 * <p>Threading: safe from any thread; {@link #find} and {@link #view} look at the disk.
 */
final class RecordingFiles {

  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;

  private final RecordingDisk disk;
  private final Lane lane;
  private final Map<String, Tape> tapes = new ConcurrentHashMap<>();

  /** Nothing is read before it is asked for. */
  RecordingFiles(RecordingDisk.Limits limits, Lane lane, Clock clock) {
    this.disk = new RecordingDisk(limits, clock);
    this.lane = lane;
  }

  /** Where the session's mix goes; no file is made before there is sound. */
  BlockSink record(String session) {
    return tapes.compute(
        session, (id, open) -> open == null || open.isClosed() ? newTape(id) : open);
  }

  private Tape newTape(String session) {
    return new Tape(session, disk, lane, closed -> tapes.remove(session, closed));
  }

  /** How a session's recording is doing. */
  RecordingView view(String session, boolean over) {
    Tape tape = tapes.get(session);
    if (tape != null) {
      return view(tape.status());
    }
    try {
      Optional<Recording> found = disk.find(session);
      if (found.isPresent()) {
        return view(session, found.get(), over);
      }
      return view(disk.isDeleted(session) ? "DELETED" : "NONE", 0, 0, "", null);
    } catch (IOException unreadable) {
      return view("TROUBLE", 0, 0, "the recording cannot be read", null);
    }
  }

  private static RecordingView view(Tape.Status now) {
    String active = now.trouble().isEmpty() ? "RECORDING" : "TROUBLE";
    String state = now.deleted() ? "DELETED" : active;
    return view(state, now.samples(), now.lostSamples(), now.trouble(), null);
  }

  private RecordingView view(String session, Recording found, boolean over) throws IOException {
    long lost = GapNotes.lostSamples(disk.gaps(session));
    return over
        ? view("KEPT", found.samples(), lost, "", disk.keptUntil(found))
        : view("RECORDING", found.samples(), lost, "", null);
  }

  private static RecordingView view(
      String state, long samples, long lost, String detail, @Nullable Instant keptUntil) {
    return new RecordingView(
        state, samples / SAMPLES_PER_MS, lost / SAMPLES_PER_MS, detail, keptUntil);
  }

  /** A session's recording as far as it is made; empty when there is none, or no longer. */
  Optional<Recording> find(String session) throws IOException {
    return disk.find(session);
  }

  /** Whether this node records the session at the moment. */
  boolean isRecording(String session) {
    return tapes.containsKey(session);
  }

  /**
   * Deletes a session's recording, and keeps it from being recorded further. Once the stage has
   * completed nothing of it is on the disk.
   */
  CompletableFuture<Void> delete(String session) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    boolean offered =
        lane.offer(
            () -> {
              try {
                Tape tape = tapes.get(session);
                if (tape != null) {
                  tape.deleted();
                }
                disk.delete(session);
                done.complete(null);
              } catch (IOException failure) {
                done.completeExceptionally(new UncheckedIOException(failure));
              }
            });
    if (!offered) {
      done.completeExceptionally(new RejectedExecutionException("the disk is busy"));
    }
    return done;
  }

  /** Deletes what has expired, soon. */
  void tidy() {
    lane.offer(() -> disk.tidy(tapes::containsKey));
  }

  /** What is heard from now on is not recorded; what was is still written. */
  void close() {
    tapes.values().forEach(Tape::close);
  }

  /** What is wrong with the disk; empty when nothing is. */
  String trouble() {
    return disk.trouble();
  }

  long heldBytes() {
    return disk.heldBytes();
  }

  /** How many sessions are being recorded. */
  int running() {
    return tapes.size();
  }
}
