package io.roomscribe.rooms;

import io.roomscribe.transcription.TranscriptionStream;
import java.util.function.BooleanSupplier;

/**
 * A stream that takes audio only while this node may act for the session: one that was frozen until
 * others may have taken its sessions sends nothing when it wakes. What is not taken waits.
 *
 * @param mayAct whether the session is this node's, as far as that is known
 */
record LeasedStream(TranscriptionStream stream, BooleanSupplier mayAct)
    implements TranscriptionStream {

  @Override
  public boolean send(short[] samples, int offset, int length) {
    return mayAct.getAsBoolean() && stream.send(samples, offset, length);
  }

  @Override
  public void finish() {
    stream.finish();
  }

  @Override
  public void abort() {
    stream.abort();
  }
}
