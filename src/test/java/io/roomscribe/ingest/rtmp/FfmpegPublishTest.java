package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A real FFmpeg publishes AAC, and what arrives is decoded by FFmpeg again. */
@ResourceLock(value = FfmpegProgram.LOCK, mode = ResourceAccessMode.READ)
class FfmpegPublishTest {

  private static final int RATE_HZ = 44_100;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;
  private ListenerRig rig;
  private final List<Process> programs = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    rig = new ListenerRig();
  }

  @AfterEach
  void close() {
    programs.forEach(Process::destroyForcibly);
    rig.close();
  }

  @Test
  void publish_fiveSecondsOfSound_arriveAsTheyWereSent() throws Exception {
    short[] sent = sound(5);

    Process publisher = publish(sent, rig.url("s1", ListenerRig.KEY), false);

    assertThat(exitOf(publisher)).isZero();
    RecordingSink sink = rig.sink(0);
    await().atMost(LONG).untilAsserted(() -> assertThat(sink.closed).hasValue(1));
    assertThat(sink.publication.app()).isEqualTo("live");
    assertThat(sink.publication.streamName()).isEqualTo("s1");
    short[] heard = decoded(sink);
    assertThat((heard.length - sent.length) * 1000.0 / RATE_HZ).isCloseTo(0, within(50.0));
    assertThat(likeness(sent, heard)).isGreaterThan(0.95);
  }

  @Test
  void publish_wrongKey_isRefusedAndFfmpegFails() throws Exception {
    Process publisher = publish(sound(1), rig.url("s1", "wrong"), false);

    assertThat(exitOf(publisher)).isNotZero();
    assertThat(rig.sinks).isEmpty();
    assertThat(rig.listener.counts().refused()).isEqualTo(1);
    assertThat(rig.listener.counts().live()).isZero();
  }

  @Test
  void publish_twoStreamsAtOnce_doNotMix() throws Exception {
    short[] a = sound(3);
    short[] b = sound(2);

    Process first = publish(a, rig.url("a", ListenerRig.KEY), false);
    Process second = publish(b, rig.url("b", ListenerRig.KEY), false);

    assertThat(exitOf(first)).isZero();
    assertThat(exitOf(second)).isZero();
    await().atMost(LONG).until(() -> rig.listener.counts().live() == 0);
    assertThat(likeness(a, decoded(sinkOf("a")))).isGreaterThan(0.95);
    assertThat(likeness(b, decoded(sinkOf("b")))).isGreaterThan(0.95);
  }

  @Test
  void publish_againWithTheKey_endsTheOlderOne() throws Exception {
    Process older = publish(sound(60), rig.url("s1", ListenerRig.KEY), true);
    await().atMost(LONG).until(() -> !rig.sink(0).tags.isEmpty());

    Process newer = publish(sound(1), rig.url("s1", ListenerRig.KEY), false);

    assertThat(exitOf(newer)).isZero();
    assertThat(exitOf(older)).isNotZero();
    assertThat(rig.sink(0).closed).hasValue(1);
    assertThat(rig.sink(1).tags).isNotEmpty();
  }

  @Test
  void publish_againWithoutTheKey_leavesTheOlderOneAlone() throws Exception {
    Process older = publish(sound(60), rig.url("s1", ListenerRig.KEY), true);
    await().atMost(LONG).until(() -> !rig.sink(0).tags.isEmpty());

    Process newer = publish(sound(1), rig.url("s1", "wrong"), false);

    assertThat(exitOf(newer)).isNotZero();
    int soFar = rig.sink(0).tags.size();
    await().atMost(LONG).until(() -> rig.sink(0).tags.size() > soFar);
    assertThat(older.isAlive()).isTrue();
  }

  @Test
  void publisher_killed_endsItsPublication() throws Exception {
    Process publisher = publish(sound(60), rig.url("s1", ListenerRig.KEY), true);
    await().atMost(LONG).until(() -> !rig.sink(0).tags.isEmpty());

    publisher.destroyForcibly();

    await().atMost(LONG).untilAsserted(() -> assertThat(rig.sink(0).closed).hasValue(1));
    await().atMost(LONG).until(() -> rig.listener.counts().live() == 0);
  }

  @Test
  void publisher_fallenSilent_isTakenForDead() throws Exception {
    Process publisher = publish(sound(60), rig.url("s1", ListenerRig.KEY), true);
    await().atMost(LONG).until(() -> !rig.sink(0).tags.isEmpty());
    signal(publisher, "-STOP");

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              rig.advance(Duration.ofSeconds(11));
              assertThat(rig.sink(0).closed).hasValue(1);
            });
  }

  @Test
  void close_whileSomebodyPublishes_closesTheSinkFirst() throws Exception {
    Process publisher = publish(sound(60), rig.url("s1", ListenerRig.KEY), true);
    await().atMost(LONG).until(() -> !rig.sink(0).tags.isEmpty());

    rig.listener.close();

    assertThat(rig.sink(0).closed).hasValue(1);
    assertThat(exitOf(publisher)).isNotZero();
  }

  private Process publish(short[] pcm, String url, boolean inRealTime) throws IOException {
    Path file = Files.createTempFile(dir, "sent", ".raw");
    ByteBuffer bytes = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(pcm);
    Files.write(file, bytes.array());
    List<String> command = new ArrayList<>(List.of(FfmpegProgram.path().toString(), "-nostdin"));
    if (inRealTime) {
      command.add("-re");
    }
    command.addAll(List.of("-f", "s16le", "-ar", "" + RATE_HZ, "-ac", "1", "-i", file.toString()));
    command.addAll(List.of("-c:a", "aac", "-b:a", "128k", "-f", "flv", url));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(dir, "ffmpeg", ".log").toFile())
            .start();
    programs.add(process);
    return process;
  }

  private static int exitOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the program ended").isTrue();
    return process.exitValue();
  }

  private static void signal(Process process, String which) throws Exception {
    assertThat(new ProcessBuilder("kill", which, "" + process.pid()).start().waitFor()).isZero();
  }

  private RecordingSink sinkOf(String name) {
    return rig.sinks.stream()
        .filter(sink -> sink.publication.streamName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private short[] decoded(RecordingSink sink) throws Exception {
    Path flv = Files.createTempFile(dir, "heard", ".flv");
    Path raw = Files.createTempFile(dir, "heard", ".raw");
    Files.write(flv, sink.flv());
    Process decoder =
        new ProcessBuilder(
                List.of(
                    FfmpegProgram.path().toString(),
                    "-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-i",
                    flv.toString(),
                    "-f",
                    "s16le",
                    "-ac",
                    "1",
                    raw.toString()))
            .inheritIO()
            .start();
    programs.add(decoder);
    assertThat(exitOf(decoder)).isZero();
    ShortBuffer samples =
        ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    short[] pcm = new short[samples.remaining()];
    samples.get(pcm);
    return pcm;
  }

  /** A tone that climbs, in bursts of random loudness: unlike itself at any other place. */
  private static short[] sound(int seconds) {
    short[] pcm = new short[seconds * RATE_HZ];
    Random random = new Random(seconds);
    double loudness = 0;
    double phase = 0;
    for (int i = 0; i < pcm.length; i++) {
      if (i % (RATE_HZ / 10) == 0) {
        loudness = random.nextDouble();
      }
      phase += 2 * Math.PI * (300 + 900.0 * i / pcm.length) / RATE_HZ;
      pcm[i] = (short) (Math.sin(phase) * loudness * 16_000);
    }
    return pcm;
  }

  /** The best correlation within 50 ms, which an encoder's own delay may take. */
  private static double likeness(short[] sent, short[] heard) {
    double best = 0;
    for (int lag = -RATE_HZ / 20; lag <= RATE_HZ / 20; lag++) {
      best = Math.max(best, correlation(sent, heard, lag));
    }
    return best;
  }

  private static double correlation(short[] sent, short[] heard, int lag) {
    double product = 0;
    double sentPower = 1;
    double heardPower = 1;
    for (int i = Math.max(0, -lag); i < sent.length && i + lag < heard.length; i += 3) {
      product += (double) sent[i] * heard[i + lag];
      sentPower += (double) sent[i] * sent[i];
      heardPower += (double) heard[i + lag] * heard[i + lag];
    }
    return product / Math.sqrt(sentPower * heardPower);
  }
}
