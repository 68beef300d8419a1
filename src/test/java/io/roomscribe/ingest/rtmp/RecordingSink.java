package io.roomscribe.ingest.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the tags of one publication. Threading: written by its connection, read by the test. */
class RecordingSink implements FlvSink {

  final Publication publication;
  final List<Tag> tags = new CopyOnWriteArrayList<>();
  final AtomicInteger closed = new AtomicInteger();

  RecordingSink(Publication publication) {
    this.publication = publication;
  }

  /** One tag as it came. */
  record Tag(int type, int timestampMs, byte[] payload) {}

  @Override
  public void tag(int type, int timestampMs, ByteBuffer payload) throws IOException {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    tags.add(new Tag(type, timestampMs, copy));
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  /** The tags as an FLV file with audio only. */
  byte[] flv() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(new byte[] {'F', 'L', 'V', 1, 4, 0, 0, 0, 9, 0, 0, 0, 0});
      for (Tag tag : tags) {
        out.writeByte(tag.type);
        out.writeByte(tag.payload.length >> 16);
        out.writeShort(tag.payload.length);
        out.writeByte(tag.timestampMs >> 16);
        out.writeShort(tag.timestampMs);
        out.writeByte(tag.timestampMs >> 24);
        out.write(new byte[3]);
        out.write(tag.payload);
        out.writeInt(11 + tag.payload.length);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
