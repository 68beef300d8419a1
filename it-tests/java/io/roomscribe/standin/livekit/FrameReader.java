package io.roomscribe.standin.livekit;

import java.nio.ByteBuffer;

/**
 * Takes the frames of a WebSocket server apart and hands over the control frames; the payload of
 * data frames is skipped.
 *
 * <p>Threading: confined to its socket's thread.
 */
final class FrameReader {

  private static final int MAX_CONTROL = 125;

  private final Receiver receiver;
  private final ByteBuffer head = ByteBuffer.allocate(10);
  private byte[] control = new byte[0];
  private int controlRead;
  private int opcode = -1;
  private long left;

  FrameReader(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Takes all that the buffer holds. */
  void read(ByteBuffer input) {
    while (input.hasRemaining()) {
      if (opcode < 0) {
        head.put(input.get());
        startIfComplete();
      } else {
        take(input);
      }
      if (opcode >= 0 && left == 0) {
        finish();
      }
    }
  }

  private void startIfComplete() {
    int length = head.position() < 2 ? 0 : head.get(1) & 0x7f;
    int needed = length == 127 ? 10 : length == 126 ? 4 : 2;
    if (head.position() < needed) {
      return;
    }
    left = needed == 2 ? length : needed == 4 ? head.getShort(2) & 0xffff : head.getLong(2);
    opcode = head.get(0) & 0x0f;
    control = new byte[isControl() && left <= MAX_CONTROL ? (int) left : 0];
    controlRead = 0;
    head.clear();
  }

  private void take(ByteBuffer input) {
    int now = (int) Math.min(left, input.remaining());
    if (isControl() && control.length > 0) {
      input.get(control, controlRead, now);
      controlRead += now;
    } else {
      input.position(input.position() + now);
    }
    left -= now;
  }

  private void finish() {
    int done = opcode;
    opcode = -1;
    if (done >= 8) {
      receiver.control(done, control);
    }
  }

  private boolean isControl() {
    return opcode >= 8;
  }

  /** Takes a control frame. */
  interface Receiver {
    void control(int opcode, byte[] payload);
  }
}
