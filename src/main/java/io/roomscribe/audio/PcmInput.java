package io.roomscribe.audio;

import java.nio.ByteBuffer;

/**
 * Where the audio of one egress goes.
 *
 * <p>Shape: s16le, 2 channels, 48 kHz in messages of any length.
 *
 * <p>Threading: one thread at a time; never blocks.
 */
public interface PcmInput {

  /**
   * Takes all bytes of the buffer, which is not kept.
   *
   * @param arrivalNs when they came, on the session's monotonic clock
   */
  void receive(ByteBuffer pcm, long arrivalNs);
}
