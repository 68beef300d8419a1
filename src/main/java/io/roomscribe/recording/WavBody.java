package io.roomscribe.recording;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Writes a part of a recording's WAV file, a piece at a time.
 *
 * <p>Errors: a listener who leaves is none. A file that is deleted meanwhile is still read to its
 * end where the system allows that; else the answer breaks off, short of its Content-Length.
 *
 * @param recording what is in the file, as told to the reader
 * @param part of the WAV file
 */
record WavBody(Recording recording, ByteRange part) implements StreamingOutput {

  private static final Logger LOG = System.getLogger(WavBody.class.getName());
  private static final int PIECE_BYTES = 64 * 1024;

  @Override
  public void write(OutputStream out) throws IOException {
    try {
      writePart(out);
    } catch (ListenerStream.Gone left) {
      LOG.log(Level.DEBUG, "a download was broken off: {0}", left.getMessage());
    }
  }

  private void writePart(OutputStream out) throws IOException {
    long first = part.first();
    if (first < WavHeader.BYTES) {
      int upTo = (int) Math.min(WavHeader.BYTES, part.end());
      out.write(WavHeader.of(recording.dataBytes()), (int) first, upTo - (int) first);
    }
    long from = Math.max(0, first - WavHeader.BYTES);
    long to = part.end() - WavHeader.BYTES;
    if (to > from) {
      writeSamples(out, from, to);
    }
  }

  private void writeSamples(OutputStream out, long from, long to) throws IOException {
    try (FileChannel file = FileChannel.open(recording.file(), StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - from));
      long position = from;
      while (position < to) {
        piece.clear().limit((int) Math.min(piece.capacity(), to - position));
        int read = file.read(piece, position);
        if (read < 0) {
          throw new EOFException("the recording has become shorter");
        }
        out.write(piece.array(), 0, read);
        position += read;
      }
    }
  }
}
