package io.roomscribe.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.ByteArrayInputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = FfmpegProgram.LOCK, mode = ResourceAccessMode.READ)
class WavHeaderTest {

  private static final long FOUR_GIB = 1L << 32;

  @TempDir Path directory;

  @Test
  void of_anHour_isReadAsWav() throws Exception {
    long bytes = 3_600L * 32_000;

    try (AudioInputStream wav =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(WavHeader.of(bytes)))) {
      assertThat(wav.getFrameLength()).isEqualTo(bytes / 2);
      AudioFormat format = wav.getFormat();
      assertThat(format.getSampleRate()).isEqualTo(16_000);
      assertThat(format.getChannels()).isEqualTo(1);
      assertThat(format.getSampleSizeInBits()).isEqualTo(16);
      assertThat(format.isBigEndian()).isFalse();
    }
  }

  @Test
  void of_theLongestWav_isStillOne() {
    ByteBuffer header = header(FOUR_GIB - 1 - 72 - 1);

    assertThat(name(header, 0)).isEqualTo("RIFF");
    assertThat(Integer.toUnsignedLong(header.getInt(4))).isEqualTo(FOUR_GIB - 2);
    assertThat(Integer.toUnsignedLong(header.getInt(76))).isEqualTo(FOUR_GIB - 74);
  }

  @Test
  void of_more_isRf64WithItsLengthsInDs64() {
    long bytes = FOUR_GIB - 72;
    ByteBuffer header = header(bytes);

    assertThat(name(header, 0)).isEqualTo("RF64");
    assertThat(header.getInt(4)).isEqualTo(-1);
    assertThat(name(header, 12)).isEqualTo("ds64");
    assertThat(header.getLong(20)).isEqualTo(bytes + 72);
    assertThat(header.getLong(28)).isEqualTo(bytes);
    assertThat(header.getLong(36)).isEqualTo(bytes / 2);
    assertThat(name(header, 72)).isEqualTo("data");
    assertThat(header.getInt(76)).isEqualTo(-1);
  }

  @Test
  void of_fortyHours_isReadByFfmpegWithItsLength() throws Exception {
    Path file = directory.resolve("long.wav");
    long bytes = 40L * 3_600 * 32_000;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(WavHeader.of(bytes));
      sparse.setLength(WavHeader.BYTES + bytes);
    }

    Process ffmpeg =
        new ProcessBuilder(
                FfmpegProgram.path().toString(),
                "-hide_banner",
                "-nostdin",
                "-ss",
                "144000",
                "-i",
                file.toString(),
                "-t",
                "1",
                "-f",
                "null",
                "-")
            .redirectErrorStream(true)
            .start();
    String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(ffmpeg.waitFor()).as(said).isZero();
    assertThat(said).contains("Duration: 40:00:00.00").contains("pcm_s16le");
  }

  private static ByteBuffer header(long dataBytes) {
    byte[] bytes = WavHeader.of(dataBytes);
    assertThat(bytes).hasSize(WavHeader.BYTES);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String name(ByteBuffer header, int at) {
    return new String(header.array(), at, 4, StandardCharsets.US_ASCII);
  }
}
