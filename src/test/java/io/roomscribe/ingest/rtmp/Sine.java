package io.roomscribe.ingest.rtmp;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A tone as a publisher would send it: AAC at 44.1 kHz in FLV, made by a real FFmpeg. */
final class Sine {

  /** One tag. */
  record Tag(int type, int timestampMs, ByteBuffer body) {}

  private Sine() {}

  /** What makes an FFmpeg encode a tone of so many seconds as FLV. */
  static List<String> arguments(int hz, int seconds) {
    String tone = "sine=frequency=" + hz + ":sample_rate=44100:duration=" + seconds;
    return List.of(
        ("-nostdin -v error -re -f lavfi -i " + tone + " -ac 2 -c:a aac -b:a 128k -f flv")
            .split(" "));
  }

  /** The tags of a tone of so many seconds. */
  static List<Tag> tags(int hz, int seconds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(FfmpegProgram.path().toString());
    command.addAll(arguments(hz, seconds));
    command.remove("-re");
    command.add("pipe:1");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    process.getInputStream().transferTo(file);
    return parse(ByteBuffer.wrap(file.toByteArray()).position(13));
  }

  /** How much of a mono signal's power is at a frequency, 0 to 1 (Goertzel). */
  static double share(short[] mono, int hz) {
    double re = 0;
    double im = 0;
    double power = 0;
    for (int i = 0; i < mono.length; i++) {
      double phase = 2 * Math.PI * hz * i / 48_000;
      re += mono[i] * Math.cos(phase);
      im += mono[i] * Math.sin(phase);
      power += (double) mono[i] * mono[i];
    }
    return power == 0 ? 0 : 2 * (re * re + im * im) / mono.length / power;
  }

  private static List<Tag> parse(ByteBuffer flv) {
    List<Tag> tags = new ArrayList<>();
    while (flv.hasRemaining()) {
      int typeAndSize = flv.getInt();
      int time = flv.getInt();
      flv.position(flv.position() + 3);
      int size = typeAndSize & 0xffffff;
      ByteBuffer body = flv.slice(flv.position(), size);
      flv.position(flv.position() + size + 4);
      tags.add(new Tag(typeAndSize >> 24, time >>> 8 | time << 24, body));
    }
    return tags;
  }
}
