package io.roomscribe.transcription.gladia;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Connections that a test opens, feeds and breaks by hand. Threading: one test thread. */
final class FakeDialer implements GladiaSocket.Dialer {

  final List<Connection> connections = new ArrayList<>();
  final List<URI> addresses = new ArrayList<>();

  @Override
  public GladiaSocket dial(URI address, GladiaSocket.Events events) {
    addresses.add(address);
    Connection made = new Connection(events);
    connections.add(made);
    return made;
  }

  Connection last() {
    return connections.get(connections.size() - 1);
  }

  static final class Connection implements GladiaSocket {

    final GladiaSocket.Events events;
    final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    final List<Integer> frames = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    boolean closed;
    boolean dropped;
    private int unfinishedSends;

    Connection(GladiaSocket.Events events) {
      this.events = events;
    }

    @Override
    public void sendAudio(ByteBuffer buffer) {
      begin();
      frames.add(buffer.remaining());
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      audio.writeBytes(bytes);
    }

    @Override
    public void sendText(String text) {
      begin();
      texts.add(text);
    }

    private void begin() {
      if (++unfinishedSends > 1) {
        throw new IllegalStateException("a send is still under way");
      }
    }

    void open() {
      events.opened(this);
    }

    /** Completes sends until nothing more is sent. */
    void drain() {
      while (unfinishedSends > 0) {
        unfinishedSends--;
        events.sent(this);
      }
    }

    void acknowledge(long bytes) {
      events.received(
          this,
          "{\"type\":\"audio_chunk\",\"acknowledged\":true,\"data\":{\"byte_range\":[0,"
              + bytes
              + "]}}");
    }

    void breakWith(int code) {
      events.closed(this, code, "");
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void drop() {
      dropped = true;
    }
  }
}
