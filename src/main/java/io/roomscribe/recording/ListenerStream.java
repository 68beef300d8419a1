package io.roomscribe.recording;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer's body, towards a listener who may leave: players do, at every jump to another place.
 *
 * <p>Errors: {@link Gone} from the write that found it out; what follows is ignored, so that the
 * server does not report the same as an error when it closes the body.
 */
final class ListenerStream extends FilterOutputStream {

  private boolean gone;

  ListenerStream(OutputStream out) {
    super(out);
  }

  /** The listener has left. */
  static final class Gone extends IOException {

    private static final long serialVersionUID = 1L;

    Gone(IOException cause) {
      super(cause);
    }
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException left) {
      gone = true;
      throw new Gone(left);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!gone) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (!gone) {
      out.close();
    }
  }
}
