package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A publisher, a real nginx, and a session that pulls from it; where nginx is installed. */
@ResourceLock(FfmpegProgram.LOCK)
@Timeout(300)
class RelayByNginxTest {

  private final ThreadLanes lanes = new ThreadLanes();
  private final RecordedLine line = new RecordedLine();
  private final List<RelayQuestion> allowed = new CopyOnWriteArrayList<>();
  private final AtomicReference<RtmpNode> node = new AtomicReference<>();
  private Optional<NginxRelay> nginx = Optional.empty();

  @TempDir Path directory;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(NginxRelay.obstacle().isEmpty(), NginxRelay.obstacle());
    NginxRelay relay = new NginxRelay(directory, this::answer);
    nginx = Optional.of(relay);
    node.set(
        new RtmpNode(
            new RtmpNode.Setup(
                RtmpSettings.Mode.RELAY,
                URI.create(url(relay)),
                new InetSocketAddress(0),
                URI.create(url(relay)),
                FfmpegProgram.path().toString(),
                Duration.ofSeconds(5),
                new RtmpLimits(4, 4, Duration.ofSeconds(5), Duration.ofSeconds(5), 65_536)),
            (session, key) ->
                session.equals("s1") && key.equals("right") ? Optional.of(line) : Optional.empty(),
            lanes,
            new RealClock()));
    node.get().look();
    await().until(relay::isListening);
  }

  @AfterEach
  void close() {
    Optional.ofNullable(node.get()).ifPresent(RtmpNode::close);
    nginx.ifPresent(NginxRelay::close);
    await().until(() -> children().noneMatch(ProcessHandle::isAlive));
    lanes.close();
  }

  @Test
  void publisher_withTheKey_isHeardToItsEnd() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 4)) {
      await().until(() -> !publisher.isRunning());
      await().until(() -> line.news.size() == 2);
    }

    assertThat(line.news).containsExactly("connected", "the publisher went");
    assertThat(line.heardMs()).isBetween(2_500L, 4_100L);
    assertThat(Sine.share(line.left(500, 1_500), 440)).isGreaterThan(0.98);
    assertThat(node.get().figures()).isEqualTo(new RtmpFigures(0, 1, 0, 0));
  }

  @Test
  void publisher_withAWrongKey_isRefusedByNginx() throws IOException {
    try (FfmpegPublisher publisher = publisher("wrong", 30)) {
      await().until(() -> !publisher.isRunning());
    }

    assertThat(line.news).isEmpty();
    assertThat(node.get().figures().refused()).isEqualTo(1);
  }

  @Test
  void ffmpeg_killedWhilePulling_pullsAgain() throws IOException {
    try (FfmpegPublisher publisher = publisher("right", 30)) {
      await().until(() -> line.heardMs() > 500);
      killPulls();
      long before = line.heardMs();
      await().until(() -> line.heardMs() > before + 1_000);

      assertThat(publisher.isRunning()).isTrue();
      assertThat(line.news).containsExactly("connected");
      assertThat(node.get().figures().ffmpegRestarts()).isEqualTo(1);
    }
    await().until(() -> line.news.size() == 2);
  }

  @Test
  void stranger_whoPlays_isRefusedByNginx() throws Exception {
    try (FfmpegPublisher publisher = publisher("right", 30)) {
      await().until(() -> line.heardMs() > 500);
      Process stranger =
          new ProcessBuilder(
                  FfmpegProgram.path().toString(),
                  "-nostdin",
                  "-v",
                  "quiet",
                  "-i",
                  url(nginx.orElseThrow()) + "/s1",
                  "-f",
                  "null",
                  "-")
              .start();

      assertThat(stranger.waitFor()).isNotZero();
      assertThat(publisher.isRunning()).isTrue();
    }
    assertThat(allowed).filteredOn(q -> q.deed() == RelayQuestion.Deed.PLAY).hasSize(1);
  }

  private boolean answer(RelayQuestion question) {
    boolean isAllowed = node.get().allows(question);
    if (isAllowed) {
      allowed.add(question);
    }
    return isAllowed;
  }

  private FfmpegPublisher publisher(String key, int seconds) throws IOException {
    return new FfmpegPublisher(url(nginx.orElseThrow()) + "/s1?key=" + key, 440, seconds);
  }

  private static String url(NginxRelay relay) {
    return "rtmp://127.0.0.1:" + relay.port() + "/live";
  }

  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").matches(".*/(ffmpeg|nginx)"));
  }

  /** Kills the FFmpegs that pull. */
  private static void killPulls() {
    children()
        .filter(child -> child.info().commandLine().orElse("").contains("pipe:1"))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
