package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** From a real publisher's RTMP to a session's PCM. */
@ResourceLock(FfmpegProgram.LOCK)
@Timeout(300)
class RtmpNodeTest {

  private static final String FFMPEG = FfmpegProgram.path().toString();

  private final ThreadLanes lanes = new ThreadLanes();
  private final RecordedLine line = new RecordedLine();
  private RtmpNode node;

  @TempDir Path directory;

  @BeforeEach
  void open() {
    node = node(FFMPEG, 0);
    node.look();
  }

  @AfterEach
  void close() {
    node.close();
    await().until(() -> decoders().findAny().isEmpty());
    lanes.close();
  }

  @Test
  void publisher_withTheKey_isHeardToItsEnd() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 440, 3)) {
      await().until(() -> !publisher.isRunning());
      await().until(() -> line.news.size() == 2);
    }

    assertThat(line.news.get(0)).isEqualTo("connected");
    assertThat(line.heardMs()).isBetween(2_900L, 3_100L);
    assertThat(Sine.share(line.left(500, 2_000), 440)).isGreaterThan(0.98);
    assertThat(node.figures()).isEqualTo(new RtmpFigures(0, 1, 0, 0));
  }

  @Test
  void publisher_withAWrongKey_isRefusedAndCounted() throws IOException {
    try (FfmpegPublisher publisher = publisher("wrong", 440, 30)) {
      await().until(() -> !publisher.isRunning());
    }

    assertThat(line.news).isEmpty();
    assertThat(node.figures()).isEqualTo(new RtmpFigures(0, 0, 1, 0));
  }

  @Test
  void publisher_comingAgain_takesThePlaceOfTheFirst() throws IOException {
    try (FfmpegPublisher first = publisher("right", 440, 30)) {
      await().until(() -> line.heardMs() > 500);
      try (FfmpegPublisher second = publisher("right", 880, 30)) {
        await().until(() -> line.news.size() == 3);
        await().until(() -> !first.isRunning());
        long before = line.heardMs();
        await().until(() -> line.heardMs() > before + 1_500);

        assertThat(Sine.share(line.left((int) before + 500, 900), 880)).isGreaterThan(0.98);
        assertThat(line.news).containsExactly("connected", "a newer publisher came", "connected");
        assertThat(decoders()).hasSize(1);
        assertThat(second.isRunning()).isTrue();
      }
    }
    await().until(() -> line.news.size() == 4);
    assertThat(line.collisions).hasValue(0);
  }

  @Test
  void publisher_whoseConnectionBreaks_leavesNoDecoder() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 440, 30)) {
      await().until(() -> line.heardMs() > 500);
      assertThat(publisher.isRunning()).isTrue();
    }
    await().until(() -> line.news.size() == 2);
    await().until(() -> decoders().findAny().isEmpty());

    assertThat(node.figures().live()).isZero();
  }

  @Test
  void session_hangingUp_sendsThePublisherAway() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 440, 30)) {
      await().until(() -> line.heardMs() > 500);
      line.hangUp();
      await().until(() -> !publisher.isRunning());
    }
    await().until(() -> line.news.size() == 2);
    assertThat(line.news.get(1)).contains("does not want");
  }

  @Test
  void decoder_killedWhileTheyPublish_isReplaced() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 440, 30)) {
      await().until(() -> line.heardMs() > 500);
      decoders().forEach(ProcessHandle::destroyForcibly);
      long before = line.heardMs();
      await().until(() -> line.heardMs() > before + 1_000);

      assertThat(publisher.isRunning()).isTrue();
      assertThat(node.figures().ffmpegRestarts()).isEqualTo(1);
      assertThat(line.news).containsExactly("connected");
    }
  }

  @Test
  void close_whileTheyPublish_endsEverything() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 440, 30)) {
      await().until(() -> line.heardMs() > 500);
      node.close();

      await().until(() -> !publisher.isRunning());
    }
    assertThat(line.news).containsExactly("connected", "the application stops");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_missing_isAnObstacleUntilItIsInstalled() throws IOException {
    Path program = directory.resolve("ffmpeg");
    RtmpNode without = node(program.toString(), 0);
    without.look();
    assertThat(without.obstacle()).contains("FFmpeg (" + program + ") cannot be run here");

    Files.createSymbolicLink(program, Path.of(FFMPEG));
    without.look();
    assertThat(without.obstacle()).isEmpty();
    without.close();
  }

  @Test
  void port_taken_isAnObstacleUntilItIsFree() throws IOException {
    RtmpNode late;
    try (ServerSocket taken = new ServerSocket(0)) {
      late = node(FFMPEG, taken.getLocalPort());
      late.look();
      assertThat(late.obstacle()).contains("cannot be had").contains("" + taken.getLocalPort());
    }
    late.look();
    assertThat(late.obstacle()).isEmpty();
    late.close();
  }

  @Test
  void publishUrl_ofASession_holdsItsIdAndKey() {
    assertThat(node.publishUrl("s1", "k")).hasToString("rtmp://localhost/live/s1?key=k");
  }

  private RtmpNode node(String ffmpeg, int port) {
    return new RtmpNode(
        new RtmpNode.Setup(
            RtmpSettings.Mode.EMBEDDED,
            URI.create("rtmp://localhost/live"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            URI.create("rtmp://localhost/live"),
            ffmpeg,
            Duration.ofSeconds(5),
            new RtmpLimits(4, 4, Duration.ofSeconds(5), Duration.ofSeconds(5), 65_536)),
        (session, key) ->
            session.equals("s1") && key.equals("right") ? Optional.of(line) : Optional.empty(),
        lanes,
        new RealClock());
  }

  private FfmpegPublisher publisher(String key, int hz, int seconds) throws IOException {
    return new FfmpegPublisher(
        "rtmp://127.0.0.1:" + node.port() + "/live/s1?key=" + key, hz, seconds);
  }

  /** The FFmpegs that decode: they read standard input, publishers do not. */
  private static Stream<ProcessHandle> decoders() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().commandLine().orElse("").contains("-i pipe:0"));
  }
}
