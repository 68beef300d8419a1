package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server's side of RTMP's opening exchange, in its plain form: S0, S1 and S2 in answer to C0
 * and C1, then C2.
 *
 * <p>Flash and FFmpeg sign their C1 and accept an unsigned answer, which the zero in S1's second
 * word tells them it is. GStreamer compares S2 with its C1, so that is sent back unchanged. C2 is
 * taken as it comes: clients fill it differently, and it proves nothing.
 *
 * <p>Source: RTMP 1.0, section 5.2; FFmpeg rtmpproto.c rtmp_handshake; GStreamer rtmphandshake.c.
 */
final class Handshake {

  static final int BLOCK_BYTES = 1536;

  private static final int VERSION = 3;

  private Handshake() {}

  /**
   * Blocks until C2 has come.
   *
   * @throws ProtocolViolation when the first byte asks for another version, as that of HTTP, TLS or
   *     encrypted RTMP does
   */
  static void accept(WireInput in, WireOutput out) throws IOException {
    int version = in.u8();
    if (version != VERSION) {
      throw new ProtocolViolation("the first byte is " + version + ", not RTMP's version");
    }
    byte[] c1 = new byte[BLOCK_BYTES];
    in.read(c1, 0, c1.length);
    byte[] noise = new byte[BLOCK_BYTES - 8];
    ThreadLocalRandom.current().nextBytes(noise);
    ByteBuffer answer = ByteBuffer.allocate(1 + 2 * BLOCK_BYTES);
    answer.put((byte) VERSION).putInt(0).putInt(0).put(noise).put(c1).flip();
    out.write(answer);
    in.skip(BLOCK_BYTES);
  }
}
