package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.SpokenWord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries as bytes, exactly: what is read is equal to what was written, to the last bit of a
 * confidence, which JSON would not promise.
 *
 * <p>Shape: a byte that tells the kind and its version, the fence if that says so, then the members
 * in the order of the record types; texts and lists begin with their length. Threading: pure
 * functions.
 */
final class EntryBytes {
  private static final byte FINAL = 1;
  private static final byte GAP = 2;

  /** A kind with this bit set is followed by the fence; it was not in the first versions. */
  private static final byte FENCED = 16;

  private EntryBytes() {}

  /** A value written to, or read from, a stream. */
  private interface Writer<T> {
    void write(DataOutputStream out, T value) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static byte[] of(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      int kind = entry.utterance() != null ? FINAL : GAP;
      if (entry.fence() == 0) {
        out.writeByte(kind);
      } else {
        out.writeByte(kind | FENCED);
        out.writeLong(entry.fence());
      }
      if (entry.utterance() != null) {
        write(out, entry.utterance());
      } else if (entry.gap() != null) {
        write(out, entry.gap());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException if these are no such bytes, such as those of a later version
   */
  static Entry read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte first = in.readByte();
      long fence = (first & FENCED) == 0 ? 0 : in.readLong();
      int kind = first & ~FENCED;
      if (kind == FINAL) {
        return Entry.of(utterance(in), fence);
      }
      if (kind == GAP) {
        return Entry.of(gap(in), fence);
      }
      throw new IOException("unknown kind of entry: " + kind);
    }
  }

  private static void write(DataOutputStream out, SpokenUtterance utterance) throws IOException {
    text(out, utterance.sessionId());
    text(out, utterance.room());
    text(out, utterance.utteranceId());
    text(out, utterance.language());
    text(out, utterance.epoch().toString());
    list(out, utterance.lines(), EntryBytes::line);
  }

  private static SpokenUtterance utterance(DataInputStream in) throws IOException {
    String sessionId = text(in);
    String room = text(in);
    String utteranceId = text(in);
    String language = text(in);
    Instant epoch = moment(text(in));
    return new SpokenUtterance(
        sessionId,
        room,
        utteranceId,
        /* isFinal= */ true,
        language,
        epoch,
        list(in, EntryBytes::line));
  }

  private static Instant moment(String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IOException("no time", e);
    }
  }

  private static void line(DataOutputStream out, SpokenLine line) throws IOException {
    list(
        out,
        line.speakers(),
        (o, speaker) -> {
          text(o, speaker.identity());
          text(o, speaker.name());
        });
    text(out, line.text());
    out.writeLong(line.startMs());
    out.writeLong(line.endMs());
    out.writeDouble(line.confidence());
    list(out, line.words(), EntryBytes::word);
  }

  private static SpokenLine line(DataInputStream in) throws IOException {
    return new SpokenLine(
        list(in, i -> new Speaker(text(i), text(i))),
        text(in),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        list(in, EntryBytes::word));
  }

  private static void word(DataOutputStream out, SpokenWord word) throws IOException {
    text(out, word.text());
    out.writeLong(word.startMs());
    out.writeLong(word.endMs());
    out.writeDouble(word.confidence());
    list(out, word.speakers(), EntryBytes::text);
  }

  private static SpokenWord word(DataInputStream in) throws IOException {
    return new SpokenWord(
        text(in), in.readLong(), in.readLong(), in.readDouble(), list(in, EntryBytes::text));
  }

  private static void write(DataOutputStream out, AudioGap gap) throws IOException {
    text(out, gap.sessionId());
    textOrNull(out, gap.trackId());
    textOrNull(out, gap.participant());
    out.writeLong(gap.fromMs());
    out.writeLong(gap.toMs());
    text(out, gap.cause());
    text(out, gap.detail());
  }

  private static AudioGap gap(DataInputStream in) throws IOException {
    return new AudioGap(
        text(in), textOrNull(in), textOrNull(in), in.readLong(), in.readLong(), text(in), text(in));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(length(in)), StandardCharsets.UTF_8);
  }

  private static void textOrNull(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      text(out, text);
    }
  }

  private static @Nullable String textOrNull(DataInputStream in) throws IOException {
    return in.readBoolean() ? text(in) : null;
  }

  private static <T> void list(DataOutputStream out, List<T> values, Writer<T> writer)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(out, value);
    }
  }

  private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
    int size = length(in);
    List<T> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  /** No text or list is longer than what is left to read. */
  private static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a length is wrong: " + length);
    }
    return length;
  }
}
