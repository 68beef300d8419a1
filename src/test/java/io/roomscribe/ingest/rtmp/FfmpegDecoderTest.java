package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** With a real FFmpeg, and with shell scripts that misbehave as one might. */
@ResourceLock(FfmpegProgram.LOCK)
@Timeout(300)
class FfmpegDecoderTest {

  private static final Predicate<String> PLAYED =
      Pattern.compile("/(ffmpeg|sh|dash|bash|busybox|sleep|cat|coreutils)$").asPredicate();

  private static List<Sine.Tag> tone = List.of();

  private final ThreadLanes lanes = new ThreadLanes();
  private final RecordedLine line = new RecordedLine();
  private final RtmpTally tally = new RtmpTally();

  @TempDir Path directory;

  @BeforeAll
  static void encode() throws IOException {
    tone = Sine.tags(440, 4);
  }

  @AfterEach
  void stopThreads() {
    await().until(() -> children().findAny().isEmpty());
    lanes.close();
  }

  @Test
  void tags_ofATone_comeOutAsLongAndAsHigh() throws IOException {
    FfmpegDecoder decoder = decoder(FfmpegProgram.path().toString());
    publish(decoder, 0, 4_000);
    decoder.close();

    assertThat(line.heardMs()).isBetween(3_950L, 4_060L);
    assertThat(Sine.share(line.left(500, 3_000), 440)).isGreaterThan(0.99);
    assertThat(line.collisions).hasValue(0);
  }

  @Test
  void tags_withAHoleInTime_areSilentForAsLong() throws IOException {
    FfmpegDecoder decoder = decoder(FfmpegProgram.path().toString());
    publish(decoder, 0, 1_000);
    publish(decoder, 2_000, 4_000);
    decoder.close();

    assertThat(line.heardMs()).isBetween(3_950L, 4_060L);
    assertThat(line.left(1_200, 700)).containsOnly((short) 0);
    assertThat(Sine.share(line.left(2_300, 1_000), 440)).isGreaterThan(0.98);
  }

  @Test
  void timestamps_leapingAnHourOrBack_addNoSilenceAndLoseNothing() throws IOException {
    FfmpegDecoder decoder = decoder(FfmpegProgram.path().toString());
    for (Sine.Tag tag : tone) {
      int at = tag.timestampMs();
      int leap = at < 1_000 ? 5_000_000 : at < 2_000 ? 8_600_000 : 0;
      decoder.tag(tag.type(), at + leap, tag.body().duplicate());
    }
    decoder.close();

    assertThat(line.heardMs()).isBetween(3_900L, 4_100L);
  }

  @Test
  void ffmpeg_killedMidStream_isReplacedAndGoesOn() throws IOException {
    FfmpegDecoder decoder = decoder(FfmpegProgram.path().toString());
    publish(decoder, 0, 2_000);
    await().until(() -> line.heardMs() > 1_500);
    children().forEach(ProcessHandle::destroyForcibly);
    await().until(() -> children().findAny().isEmpty());
    long before = line.heardMs();
    publish(decoder, 2_000, 4_000);
    decoder.close();

    assertThat(line.heardMs() - before).isBetween(1_900L, 2_100L);
    assertThat(Sine.share(line.left((int) before + 300, 1_000), 440)).isGreaterThan(0.98);
    assertThat(tally.figures(0).ffmpegRestarts()).isEqualTo(1);
  }

  @Test
  void ffmpeg_missing_sendsThePublisherAwayWithTheCause() {
    FfmpegDecoder decoder = decoder(directory.resolve("no-such-program").toString());

    assertThatThrownBy(() -> publishForEver(decoder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("FFmpeg cannot be run");
    decoder.close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_thatTakesNothing_isKilledAndReplacedUntilItIsEnough() throws IOException {
    FfmpegDecoder decoder = decoder(script("sleep 100"));

    assertThatThrownBy(() -> publishForEver(decoder))
        .hasMessageContaining("no decoder stays alive")
        .hasMessageContaining("FFmpeg was killed: it");
    decoder.close();

    assertThat(tally.figures(0).ffmpegRestarts()).isEqualTo(FfmpegDecoder.MOST_DEATHS);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_withAFullPipe_letsThePublisherGoOn() throws IOException {
    FfmpegDecoder decoder = decoder(script("sleep 100"));
    ByteBuffer large = ByteBuffer.allocate(1 << 20).put(0, (byte) 0xaf).put(1, (byte) 1);

    decoder.tag(FlvAudio.AUDIO, 0, large);
    decoder.end("planted");
    decoder.close();

    assertThat(tally.figures(0).ffmpegRestarts()).isPositive();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_thatFloods_isKilled() throws IOException {
    // With time enough that nothing else is held against it first.
    FfmpegDecoder decoder = decoder(script("cat /dev/zero"), Duration.ofSeconds(30));

    assertThatThrownBy(() -> publishForEver(decoder))
        .hasMessageContaining("it gave more audio than it was given");
    decoder.close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_thatSwallowsAll_isKilled() throws IOException {
    FfmpegDecoder decoder = decoder(script("cat > /dev/null"));

    assertThatThrownBy(() -> publishForEver(decoder)).hasMessageContaining("it gave no audio");
    decoder.close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ffmpeg_thatComplains_isUnderstood() throws IOException {
    FfmpegDecoder decoder =
        decoder(script("echo '[in @ 0x5] [error] Invalid data found when processing' >&2"));

    assertThatThrownBy(() -> publishForEver(decoder))
        .hasMessageContaining("the publisher sends no audio that FFmpeg can decode");
    decoder.close();
  }

  @Test
  void end_fromOutside_refusesTheNextTagAndLeavesNoProcess() throws IOException {
    FfmpegDecoder decoder = decoder(FfmpegProgram.path().toString());
    publish(decoder, 0, 1_000);
    decoder.end("planted");
    await().until(() -> children().findAny().isEmpty());

    assertThatThrownBy(() -> publish(decoder, 1_000, 2_000)).hasMessage("planted");
    decoder.close();
  }

  private FfmpegDecoder decoder(String program) {
    return decoder(program, Duration.ofMillis(600));
  }

  private FfmpegDecoder decoder(String program, Duration patience) {
    Workshop workshop =
        new Workshop(
            new DecoderProgram(program, new RealClock()),
            lanes,
            lanes.computeLane("watch", 16),
            new RealClock(),
            patience);
    return new FfmpegDecoder("session=test", line, workshop, tally);
  }

  private String script(String body) throws IOException {
    Path script = directory.resolve("ffmpeg");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  private static void publish(FfmpegDecoder decoder, int fromMs, int endMs) throws IOException {
    for (Sine.Tag tag : tone) {
      if (tag.timestampMs() >= fromMs && tag.timestampMs() < endMs) {
        decoder.tag(tag.type(), tag.timestampMs(), tag.body().duplicate());
      }
    }
  }

  /** A publisher that stays, twenty times quicker than real time. */
  private static void publishForEver(FfmpegDecoder decoder) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(400).put(0, (byte) 0xaf).put(1, (byte) 1);
    for (int at = 0; ; at += 23) {
      decoder.tag(FlvAudio.AUDIO, at, body.duplicate());
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** FFmpeg, and the programs of the scripts in its place. */
  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().command().filter(PLAYED::test).isPresent());
  }
}
