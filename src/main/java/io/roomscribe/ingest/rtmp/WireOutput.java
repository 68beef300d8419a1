package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The bytes for one peer.
 *
 * <p>Threading: confined to the connection's thread, which it blocks until the peer's TCP has room.
 */
final class WireOutput {

  private final WritableByteChannel channel;
  private final Patience patience;

  WireOutput(WritableByteChannel channel, Patience patience) {
    this.channel = channel;
    this.patience = patience;
  }

  void write(ByteBuffer bytes) throws IOException {
    patience.waits();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    patience.goesOn();
  }
}
