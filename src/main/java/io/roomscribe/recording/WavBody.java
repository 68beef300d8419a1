package io.roomscribe.recording;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

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
    byte[] piece = new byte[(int) Math.min(PIECE_BYTES, to - from)];
    long position = from;
    while (position < to) {
      long sample = position / Recording.SAMPLE_BYTES;
      long upTo = Math.min(to, recording.stretchEnd(sample) * Recording.SAMPLE_BYTES);
      Recording.Part at = recording.partAt(sample);
      if (at == null) {
        writeSilence(out, piece, upTo - position);
      } else {
        long begin = at.begin() * Recording.SAMPLE_BYTES;
        writeFile(out, piece, at.file(), new ByteRange(position - begin, upTo - begin));
      }
      position = upTo;
    }
  }

  private static void writeSilence(OutputStream out, byte[] piece, long bytes) throws IOException {
    Arrays.fill(piece, (byte) 0);
    for (long left = bytes; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(piece.length, left));
    }
  }

  private static void writeFile(OutputStream out, byte[] piece, Path from, ByteRange bytes)
      throws IOException {
    try (FileChannel file = FileChannel.open(from, StandardOpenOption.READ)) {
      long position = bytes.first();
      while (position < bytes.end()) {
        int wanted = (int) Math.min(piece.length, bytes.end() - position);
        int read = file.read(ByteBuffer.wrap(piece, 0, wanted), position);
        if (read < 0) {
          throw new EOFException("the recording has become shorter");
        }
        out.write(piece, 0, read);
        position += read;
      }
    }
  }
}
