package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = FfmpegProgram.LOCK, mode = ResourceAccessMode.READ)
@Timeout(300)
class FfmpegProcessTest {

  private final ThreadLanes threads = new ThreadLanes();
  private final LateThreads lanes = new LateThreads(threads);

  @TempDir Path directory;

  @AfterEach
  void stopThreads() {
    threads.close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void lastWords_readOnlyAfterTheKill_areUnderstood() throws Exception {
    FfmpegProcess dying =
        FfmpegProcess.start("session=test", List.of(), new RecordedLine(), workshop());
    await().until(() -> !dying.isAlive());

    dying.kill();
    lanes.begin();

    assertThat(dying.awaitEnd(Duration.ofSeconds(30))).isTrue();
    assertThat(dying.epitaph()).contains("the publisher sends no audio that FFmpeg can decode");
  }

  private Workshop workshop() throws IOException {
    Path script = directory.resolve("ffmpeg");
    Files.writeString(script, "#!/bin/sh\necho 'Invalid data found when processing' >&2\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Workshop(
        new DecoderProgram(script.toString(), new RealClock()),
        lanes,
        threads.computeLane("watch", 16),
        new RealClock(),
        Duration.ofSeconds(30));
  }

  /** Threads that a busy machine runs late: when they are told to begin. */
  private record LateThreads(Lanes lanes, List<Runnable> late) implements Lanes {

    LateThreads(Lanes lanes) {
      this(lanes, new ArrayList<>());
    }

    void begin() {
      late.forEach(body -> lanes.thread("late", body));
    }

    @Override
    public Cancellable thread(String name, Runnable body) {
      late.add(body);
      return () -> {};
    }

    @Override
    public Lane computeLane(String name, int capacity) {
      return lanes.computeLane(name, capacity);
    }

    @Override
    public Lane blockingLane(String name, int capacity) {
      return lanes.blockingLane(name, capacity);
    }

    @Override
    public Executor blockingExecutor() {
      return lanes.blockingExecutor();
    }

    @Override
    public Cancellable every(Duration period, Lane lane, Runnable task) {
      return lanes.every(period, lane, task);
    }

    @Override
    public Cancellable after(Duration delay, Lane lane, Runnable task) {
      return lanes.after(delay, lane, task);
    }
  }
}
