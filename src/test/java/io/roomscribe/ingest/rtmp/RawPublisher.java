package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;

/** A client that sends what a test wants, and reads the answers. Threading: one test thread. */
final class RawPublisher implements AutoCloseable {

  final SocketChannel channel;
  private final WireInput in;
  private final ChunkReader answers;

  RawPublisher(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new WireInput(channel, new Patience(new ManualClock(), ListenerRig.LIMITS));
    answers = new ChunkReader(in, 1 << 20);
  }

  /** C0, C1 and C2. */
  static byte[] handshake() {
    byte[] bytes = new byte[1 + 2 * Handshake.BLOCK_BYTES];
    bytes[0] = 3;
    return bytes;
  }

  /** Everything up to the publication. */
  static byte[] session(String name) {
    return joined(
        handshake(),
        command(0, "connect", 1, Map.of("app", "live")),
        command(0, "releaseStream", 2, null, name),
        command(0, "FCPublish", 3, null, name),
        command(0, "createStream", 4, null),
        command(1, "publish", 5, null, name, "live"));
  }

  static byte[] command(int streamId, Object... values) {
    return message(RtmpMessage.COMMAND, streamId, AmfWriter.command(values));
  }

  static byte[] audio(int bytes) {
    return message(RtmpMessage.AUDIO, 1, ByteBuffer.allocate(bytes));
  }

  /** A message of any type, cut into chunks. */
  static byte[] message(int type, int streamId, ByteBuffer payload) {
    int length = payload.remaining();
    ByteBuffer out = ByteBuffer.allocate(12 + length + length / 128);
    out.put((byte) 4).putShort((short) 0).put((byte) 0);
    out.put((byte) (length >> 16)).putShort((short) length).put((byte) type);
    out.putInt(Integer.reverseBytes(streamId));
    for (int i = 0; i < length; i++) {
      if (i > 0 && i % 128 == 0) {
        out.put((byte) 0xc4);
      }
      out.put(payload.get());
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  void send(byte[]... parts) throws IOException {
    Channels.newOutputStream(channel).write(joined(parts));
  }

  /** Takes S0, S1 and S2. */
  void skipHandshake() throws IOException {
    in.skip(1 + 2 * Handshake.BLOCK_BYTES);
  }

  /** The next answer of the type. */
  RtmpMessage answer(int type) throws IOException {
    RtmpMessage next = answers.next();
    while (next.type() != type) {
      next = answers.next();
    }
    return next;
  }

  /** The values of the next command that has the name. */
  List<Object> answer(String name) throws IOException {
    while (true) {
      List<Object> values = AmfReader.readAll(answer(RtmpMessage.COMMAND).payload());
      if (name.equals(values.get(0))) {
        return values;
      }
    }
  }

  /** Whether the other side ended the connection, after whatever it still said. */
  boolean isEnded() {
    try {
      ByteBuffer rest = ByteBuffer.allocate(4096);
      while (channel.read(rest.clear()) >= 0) {}
    } catch (IOException reset) {
      return true;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
